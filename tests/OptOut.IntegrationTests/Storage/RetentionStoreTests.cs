using System.Text;
using Azure.Data.Tables;
using static OptOut.IntegrationTests.StoreFacts;

namespace OptOut.IntegrationTests;

/// <summary>
/// Rule 32 on a real Azurite: histories of years, more rows than a transaction takes, purges and erasures that are cut short.
/// </summary>
public sealed class RetentionStoreTests(AzuriteFixture azurite)
{
    private const string Secret = "a-secret-of-theirs";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<IReadOnlyList<TableEntity>> RowsAsync(Gate gate) =>
        await gate.Table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop);

    private static string All(IEnumerable<TableEntity> rows) =>
        string.Join('\n', rows.Select(r => Encoding.UTF8.GetString(r.GetBinary("Data") ?? [])));

    private static async Task ConsentAsync(Gate gate, string keyHash, DateTimeOffset at)
    {
        await gate.Get<IAnswerStore>().ClaimAsync(Sid, "key", "request", Stop);
        var outcome = await gate.Get<RecordConsent>()
            .HandleAsync(
                Key(),
                new ReportedConsent
                {
                    Brand = gate.Brand,
                    Campaigns = [gate.Brand.Campaigns["reminders"]],
                    Basis = Basis.Express,
                    Method = "web-form",
                    ObtainedAt = at,
                    Statement = Secret,
                    Proof = new Proof(Secret),
                },
                keyHash,
                Stop
            );
        Assert.NotEmpty(outcome.Events);
        await gate.Get<IAnswerStore>().KeepAsync(Sid, "key", new KeptAnswer("request", 201, Secret), Stop);
    }

    /// <summary>
    /// A long history: a consent with an idempotency key, a Twilio conversation, and more ordinary messages than a transaction takes rows.
    /// </summary>
    private static async Task<string> LiveAsync(Gate gate, int messages)
    {
        const string KeyHash = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
        await ConsentAsync(gate, KeyHash, gate.Time.GetUtcNow());
        await gate.Get<IConversationStore>()
            .BindAsync(
                Sid,
                "CH1",
                new ConversationBinding([
                    new("+14155552671", "+14155550100", null, Secret),
                    new("+14155552672", "+14155550100", null, "MB2"),
                ]),
                Stop
            );
        await gate.Get<ReceiveMessage>()
            .HandleAsync(gate.Message("SMch", Secret) with { ConversationSid = "CH1", Source = Sources.Conversations }, Stop);
        var record = await gate.Store.ReadAsync(Key(), Stop);
        for (var i = 0; i < messages; i += 50)
        {
            var change = Of(
                Key(),
                record,
                gate.Time.GetUtcNow(),
                new Receipt
                {
                    Id = $"SM{i}",
                    At = gate.Time.GetUtcNow(),
                    Meaning = Meaning.Ordinary,
                },
                [
                    .. Enumerable
                        .Range(i, Math.Min(50, messages - i))
                        .Select(n => new LedgerEvent
                        {
                            Type = EventType.ReviewNeeded,
                            At = gate.Time.GetUtcNow(),
                            Brand = "acme",
                            Source = Sources.Message,
                            Text = Secret,
                            Proof = new Proof(MessageSid: $"SM{n}"),
                        }),
                ]
            );
            Assert.Equal(Commit.Done, await gate.Store.CommitAsync(change, Stop));
            record = await gate.Store.ReadAsync(Key(), Stop);
        }

        return KeyHash;
    }

    private static async Task<Mark?> EraseAsync(Gate gate) =>
        (await gate.Get<EraseRecipient>().HandleAsync(Key(), "asked to", "agent-1", Stop)).Erased;

    private static async Task<RecipientState> AssertFoldsAsync(Gate gate)
    {
        var state = (await gate.Store.ReadAsync(Key(), Stop)).State;
        var ledger = await gate.Store.ReadLedgerAsync(Key(), 1, state.LastSequence, Stop);
        Assert.Equal(Enumerable.Range(1, (int)state.LastSequence).Select(i => (long)i), ledger.Select(e => e.Sequence));
        Assert.Equivalent(state, OptOut.Ledger.Fold(state.Recipient, ledger), strict: true);
        return state;
    }

    [Fact]
    public async Task An_erasure_of_more_rows_than_one_transaction_takes_leaves_no_text_statement_or_proof_and_a_state_that_is_the_fold()
    {
        await using var gate = await Gate.OpenAsync(azurite);
        await LiveAsync(gate, 230);
        var stop = await gate.TextAsync("SMstop", "STOP");
        Assert.Contains(Secret, All(await RowsAsync(gate)), StringComparison.Ordinal);
        Assert.NotEmpty((await gate.Store.ReadAsync(Key(), Stop)).Recent);

        Assert.NotNull(await EraseAsync(gate));
        Assert.Empty((await gate.Store.ReadAsync(Key(), Stop)).Recent);

        var rows = await RowsAsync(gate);
        Assert.DoesNotContain(Secret, All(rows), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "\"messageSid\"",
            All(rows.Where(r => r.RowKey.StartsWith("l|", StringComparison.Ordinal))),
            StringComparison.Ordinal
        );
        Assert.Equal("MB2", Assert.Single((await gate.Get<IConversationStore>().ReadAsync(Sid, "CH1", Stop))!.Participants).ParticipantSid);
        var state = await AssertFoldsAsync(gate);
        Assert.NotNull(Coverage.OfBrand(state, "acme"));
        Assert.Equal(0, (await gate.Get<IAnswerStore>().ClaimAsync(Sid, "key", "request", Stop)).Status);

        // An old message comes again: nothing changes, and it is answered as before.
        var again = await gate.TextAsync("SMstop", "STOP");
        Assert.Equal(stop!.Confirmation!.Text, again!.Confirmation!.Text);
        await gate.TextAsync("SM0", "JOIN");
        Assert.Equal(state.LastSequence, (await gate.Store.ReadAsync(Key(), Stop)).State.LastSequence);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task An_erasure_that_is_cut_short_is_completed_by_repeating_it(int writesUntilTheCut)
    {
        var cut = new CutOff();
        await using var gate = await Gate.OpenAsync(azurite, cut);
        await LiveAsync(gate, 230);
        cut.After(writesUntilTheCut);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => EraseAsync(gate));
        cut.Never();
        Assert.Contains(Secret, All(await RowsAsync(gate)), StringComparison.Ordinal);

        var completed = await EraseAsync(gate);

        Assert.DoesNotContain(Secret, All(await RowsAsync(gate)), StringComparison.Ordinal);
        var state = await AssertFoldsAsync(gate);
        Assert.Equal(completed, await EraseAsync(gate));
        Assert.Equal(state.LastSequence, (await gate.Store.ReadAsync(Key(), Stop)).State.LastSequence);
    }

    [Fact]
    public async Task Of_a_recipient_never_met_there_is_nothing_to_erase_and_nothing_is_written()
    {
        await using var gate = await Gate.OpenAsync(azurite);
        Assert.Null(await EraseAsync(gate));
        Assert.Empty(await RowsAsync(gate));
    }

    [Fact]
    public async Task A_quiet_history_is_purged_to_its_watermark_and_no_replay_opens_anything()
    {
        await using var gate = await Gate.OpenAsync(azurite);
        await LiveAsync(gate, 130);
        await gate.TextAsync("SMjoin", "JOIN");
        var live = await gate.Store.ReadAsync(Key(), Stop);
        Assert.NotEmpty(live.Recent);
        var last = live.State.LastSequence;
        var quietSince = gate.Time.GetUtcNow();

        gate.Time.Advance(quietSince.AddYears(5) - quietSince - TimeSpan.FromTicks(1));
        Assert.Equal(0, await gate.Get<PurgeRecipients>().RunAsync(Stop));
        gate.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await gate.Get<PurgeRecipients>().RunAsync(Stop));

        var row = Assert.Single(await RowsAsync(gate), r => r.PartitionKey.StartsWith($"{Sid}|", StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, All([row]), StringComparison.Ordinal);
        var left = await gate.Store.ReadAsync(Key(), Stop);
        Assert.Empty(left.Recent);
        Assert.Equal((last, true), (left.State.LastSequence, left.State.Watermark!.Swept));

        // Kept answers and bindings age by storage's own clock, which is the real one.
        gate.Time.Advance(TimeProvider.System.GetUtcNow() - StoreFacts.Start + TimeSpan.FromDays(1));
        Assert.Equal(0, await gate.Get<PurgeRecipients>().RunAsync(Stop));
        Assert.Single(await RowsAsync(gate));

        await gate.TextAsync("SMjoin", "JOIN");
        await gate.Get<ReceiveMessage>()
            .HandleFollowedAsync(gate.Message("SMlate", "JOIN") with { ReceivedAt = quietSince, Late = true }, Stop);
        var state = (await gate.Store.ReadAsync(Key(), Stop)).State;
        Assert.Empty(state.Brands);
        Assert.Equal(last + 2, state.LastSequence);
        Assert.All(await gate.Store.ReadLedgerAsync(Key(), last + 1, last + 2, Stop), e => Assert.Equal(EventType.Superseded, e.Type));

        await gate.TextAsync("SMnew", "JOIN");
        Assert.NotEmpty(Coverage.EffectiveCampaigns((await gate.Store.ReadAsync(Key(), Stop)).State, "acme", gate.Time.GetUtcNow()));
    }

    [Fact]
    public async Task A_live_suppression_outlives_every_purge_with_its_ledger_and_receipts()
    {
        await using var gate = await Gate.OpenAsync(azurite);
        await gate.TextAsync("SMhello", "hello");
        await gate.TextAsync("SMstop", "STOP");
        var rows = (await RowsAsync(gate)).Count;
        gate.Time.Advance(TimeSpan.FromDays(366 * 50));
        Assert.Equal(0, await gate.Get<PurgeRecipients>().RunAsync(Stop));
        // One more: the event that says that the texts around it went (rule 32).
        Assert.Equal(rows + 1, (await RowsAsync(gate)).Count);
        Assert.NotNull(Coverage.OfBrand(await AssertFoldsAsync(gate), "acme"));
    }

    [Fact]
    public async Task Rule32_the_texts_around_a_live_suppression_go_with_the_retention_and_the_suppression_stays()
    {
        await using var gate = await Gate.OpenAsync(azurite);
        await LiveAsync(gate, 130);
        await gate.TextAsync("SMstop", "STOP");
        var last = (await gate.Store.ReadAsync(Key(), Stop)).State.LastSequence;
        gate.Time.Advance(TimeSpan.FromDays(366 * 5));
        Assert.Equal(0, await gate.Get<PurgeRecipients>().RunAsync(Stop));
        Assert.DoesNotContain(
            Secret,
            All((await RowsAsync(gate)).Where(r => r.PartitionKey.StartsWith($"{Sid}|", StringComparison.Ordinal))),
            StringComparison.Ordinal
        );
        var state = await AssertFoldsAsync(gate);
        Assert.NotNull(Coverage.OfBrand(state, "acme"));
        Assert.Equal((last + 1, "acme"), (state.LastSequence, (await gate.Store.ReadLedgerAsync(Key(), last, last, Stop))[0].Brand));
        Assert.Equal("STOP", (await gate.Store.ReadLedgerAsync(Key(), last, last, Stop))[0].Keyword);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("STOP")]
    public async Task Rule32_a_legal_hold_stops_purge_and_erasure_of_every_row_until_it_is_lifted(string text)
    {
        await using var gate = await Gate.OpenAsync(azurite);
        await gate.TextAsync("SMlast", text);
        await gate.Get<HoldRecipient>().HandleAsync(Key(), true, "Claim 17", "j.doe", Stop);
        var held = (await RowsAsync(gate)).Select(r => (r.PartitionKey, r.RowKey, r.ETag)).ToList();
        gate.Time.Advance(TimeSpan.FromDays(366 * 20));
        Assert.Equal(0, await gate.Get<PurgeRecipients>().RunAsync(Stop));
        Assert.Null(await EraseAsync(gate));
        Assert.Equal(held, (await RowsAsync(gate)).Select(r => (r.PartitionKey, r.RowKey, r.ETag)));

        await gate.Get<HoldRecipient>().HandleAsync(Key(), false, "Settled", "j.doe", Stop);
        gate.Time.Advance(TimeSpan.FromDays(366 * 6));
        Assert.Equal(text == "STOP" ? 0 : 1, await gate.Get<PurgeRecipients>().RunAsync(Stop));
        Assert.Equal(text == "STOP", Coverage.OfBrand((await gate.Store.ReadAsync(Key(), Stop)).State, "acme") is not null);
        Assert.DoesNotContain($"\"text\":\"{text}\"", All(await RowsAsync(gate)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_purge_that_is_cut_short_is_finished_by_the_next_and_touches_nothing_newer(int writesUntilTheCut)
    {
        var cut = new CutOff();
        await using var gate = await Gate.OpenAsync(azurite, cut);
        await LiveAsync(gate, 230);
        gate.Time.Advance(TimeSpan.FromDays(366 * 6));
        cut.After(writesUntilTheCut);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => gate.Get<PurgeRecipients>().RunAsync(Stop));
        cut.Never();
        await gate.TextAsync("SMnew", "STOP");

        Assert.Equal(1, await gate.Get<PurgeRecipients>().RunAsync(Stop));

        var rows = await RowsAsync(gate);
        Assert.Equal(3, rows.Count);
        Assert.DoesNotContain(Secret, All(rows), StringComparison.Ordinal);
        Assert.NotNull(await gate.Store.ReadReceiptAsync(Key(), "SMnew", Stop));
        Assert.NotNull(Coverage.OfBrand((await gate.Store.ReadAsync(Key(), Stop)).State, "acme"));
    }
}
