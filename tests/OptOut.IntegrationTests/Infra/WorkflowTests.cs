using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Issue 8: the workflows parse, ask for little, run only pinned code, and reach Azure by OIDC with approval for prod.</summary>
public class WorkflowTests
{
    /// <summary>What a job may ask for beyond reading: to write down what a scan found.</summary>
    private static readonly string[] MayAsk = ["contents:read security-events:write"];

    /// <summary>
    /// What a job may ask for where an environment's reviewers stand before it: an identity in Azure, or to publish a release.
    /// </summary>
    private static readonly string[] MayAskBehindAnEnvironment =
    [
        "contents:read id-token:write",
        "attestations:write contents:write id-token:write",
    ];

    private static readonly string Folder = Path.Combine(BicepCli.Root, ".github", "workflows");

    public static TheoryData<string> Workflows =>
        [.. Directory.EnumerateFiles(Folder, "*.yml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_is_build_review_what_if_deploy_and_release()
    {
        Assert.Equal(
            "build.yml codeql.yml dependency-review.yml deploy-environment.yml deploy.yml release.yml scorecard.yml what-if.yml",
            string.Join(' ', Workflows.Select(w => w.Data))
        );
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_may_read_the_code_and_no_more_unless_a_job_asks_for_its_identity(string file)
    {
        var workflow = Yaml.Load(Path.Combine(Folder, file));
        Assert.Equal("""{"contents":"read"}""", workflow["permissions"]!.ToJsonString());
        foreach (var (name, job) in Jobs(workflow))
        {
            if (job["permissions"] is not JsonObject permissions)
            {
                continue;
            }

            var bound =
                job["environment"] is not null
                || ((string?)job["uses"])?.EndsWith("/deploy-environment.yml", StringComparison.Ordinal) == true;
            var asked = string.Join(' ', permissions.Select(p => $"{p.Key}:{p.Value}"));
            Assert.Contains(asked, bound ? MayAskBehindAnEnvironment : MayAsk);
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void An_action_is_pinned_to_a_commit_and_says_its_version(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file)).Where(l => l.Contains("uses:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        Assert.All(
            lines,
            l => Assert.Matches(@"uses: (\./\.github/workflows/[\w-]+\.yml|[\w-]+/[\w-]+(/[\w-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+)$", l)
        );
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_secret_no_credential_and_no_text_of_others_in_a_script(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        Assert.DoesNotContain("secrets.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("creds:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal);

        var steps = Jobs(Yaml.Load(Path.Combine(Folder, file))).SelectMany(j => j.Job["steps"]?.AsArray() ?? []).Select(s => s!).ToList();
        // An expression is pasted into the script before the shell sees it; a variable is not.
        Assert.All(steps, s => Assert.DoesNotContain("${{", (string?)s["run"] ?? "", StringComparison.Ordinal));
        Assert.All(steps.Where(s => Uses(s, "actions/checkout")), s => Assert.Equal("false", (string?)s["with"]!["persist-credentials"]));
        Assert.All(steps.Where(s => Uses(s, "azure/login")), s => Assert.Equal("client-id tenant-id subscription-id", Keys(s["with"]!)));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_job_ends_by_itself(string file)
    {
        Assert.All(
            Jobs(Yaml.Load(Path.Combine(Folder, file))).Where(j => j.Job["uses"] is null),
            j => Assert.InRange(int.Parse((string)j.Job["timeout-minutes"]!, System.Globalization.CultureInfo.InvariantCulture), 1, 60)
        );
    }

    [Fact]
    public void Build_runs_what_a_developer_runs()
    {
        Assert.Contains(
            Jobs(Load("build.yml")).Single().Job["steps"]!.AsArray(),
            s => string.Equals((string?)s!["run"], "bash .ci/run", StringComparison.Ordinal)
        );
        Assert.Equal("pull_request push", Keys(Load("build.yml")["on"]!));
    }

    [Fact]
    public void What_if_previews_every_environment_for_pull_requests_of_our_own_only()
    {
        var workflow = Load("what-if.yml");
        var job = Jobs(workflow).Single().Job;
        Assert.Equal("pull_request", Keys(workflow["on"]!));
        Assert.Equal("github.event.pull_request.head.repo.full_name == github.repository", (string?)job["if"]);
        Assert.Equal("""["dev","test","prod"]""", job["strategy"]!["matrix"]!["environment"]!.ToJsonString());
        // Not the environment that deploys: a pull request's code must never hold the deploying identity.
        Assert.Equal("${{ matrix.environment }}-preview", (string?)job["environment"]);
        var scripts = string.Concat(job["steps"]!.AsArray().Select(s => (string?)s!["run"]));
        Assert.Contains("deployment sub what-if", scripts, StringComparison.Ordinal);
        Assert.DoesNotContain("deployment sub create", scripts, StringComparison.Ordinal);
    }

    [Fact]
    public void Prod_comes_last_and_behind_the_environment_that_asks_for_approval()
    {
        var jobs = Jobs(Load("deploy.yml")).ToDictionary(j => j.Name, j => j.Job, StringComparer.Ordinal);
        Assert.Equal("package dev test prod", string.Join(' ', jobs.Keys));
        Assert.Equal(
            ("package", "dev", "test"),
            ((string?)jobs["dev"]["needs"], (string?)jobs["test"]["needs"], (string?)jobs["prod"]["needs"])
        );
        foreach (var environment in new[] { "dev", "test", "prod" })
        {
            Assert.Equal("./.github/workflows/deploy-environment.yml", (string?)jobs[environment]["uses"]);
            Assert.Equal(environment, (string?)jobs[environment]["with"]!["environment"]);
        }

        var deploy = Jobs(Load("deploy-environment.yml")).Single().Job;
        Assert.Equal("${{ inputs.environment }}", (string?)deploy["environment"]);
        Assert.Equal("false", (string?)deploy["concurrency"]!["cancel-in-progress"]);
    }

    [Fact]
    public void A_release_comes_from_a_tag_is_tested_packed_by_the_repositorys_own_command_and_attested()
    {
        var workflow = Load("release.yml");
        Assert.Equal("v[0-9]*.[0-9]*.[0-9]*", (string?)workflow["on"]!["push"]!["tags"]!.AsArray().Single());
        var jobs = Jobs(workflow).ToDictionary(j => j.Name, j => j.Job, StringComparer.Ordinal);
        Assert.Equal("pack publish", string.Join(' ', jobs.Keys));
        var pack = jobs["pack"]["steps"]!.AsArray().Select(s => (string?)s!["run"] ?? "").ToList();
        Assert.True(pack.IndexOf("bash .ci/run") < pack.IndexOf("bash tools/release/pack release"));
        Assert.Contains("bash .ci/run", pack);
        Assert.True(File.Exists(Path.Combine(BicepCli.Root, "tools", "release", "pack")));
        Assert.Equal(("pack", "release"), ((string?)jobs["publish"]["needs"], (string?)jobs["publish"]["environment"]));
        Assert.Contains(jobs["publish"]["steps"]!.AsArray(), s => Uses(s!, "actions/attest-build-provenance"));
        // The job that may write runs nothing of the repository: it has no checkout.
        Assert.DoesNotContain(jobs["publish"]["steps"]!.AsArray(), s => Uses(s!, "actions/checkout"));
    }

    [Fact]
    public void A_file_that_a_workflow_names_exists()
    {
        foreach (var environment in new[] { "dev", "test", "prod" })
        {
            Assert.True(File.Exists(Path.Combine(BicepCli.Infra, $"{environment}.bicepparam")));
        }

        Assert.True(File.Exists(Path.Combine(BicepCli.Infra, "hooks", "set-tokens.sh")));
    }

    private static JsonObject Load(string file) => Yaml.Load(Path.Combine(Folder, file));

    private static string Keys(JsonNode node) => string.Join(' ', node.AsObject().Select(n => n.Key));

    private static IEnumerable<(string Name, JsonNode Job)> Jobs(JsonObject workflow) =>
        workflow["jobs"]!.AsObject().Select(j => (j.Key, j.Value!));

    private static bool Uses(JsonNode step, string action) =>
        ((string?)step["uses"])?.StartsWith(action + "@", StringComparison.Ordinal) == true;
}
