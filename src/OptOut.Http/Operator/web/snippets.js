// The same call to copy. The key is a placeholder: one that stands in a page ends up in a repository.
const shown = body => JSON.stringify(body, null, 2);

export const snippets = {
  curl: (url, body) => `curl -s '${url}' -H "x-api-key: $OPTOUT_KEY" -H 'content-type: application/json' -d @- <<'JSON'\n${shown(body)}\nJSON`,
  'C#': (url, body) => `using var http = new HttpClient();\nhttp.DefaultRequestHeaders.Add("x-api-key", Environment.GetEnvironmentVariable("OPTOUT_KEY"));\nvar body = """\n${shown(body)}\n""";\nusing var answer = await http.PostAsync("${url}", new StringContent(body, Encoding.UTF8, "application/json"));\nConsole.WriteLine(await answer.Content.ReadAsStringAsync());`,
  Node: (url, body) => `const answer = await fetch('${url}', {\n  method: 'POST',\n  headers: { 'x-api-key': process.env.OPTOUT_KEY, 'content-type': 'application/json' },\n  body: JSON.stringify(${shown(body)}),\n});\nconsole.log(await answer.json());`,
  Python: (url, body) => `import json, os, urllib.request\n\nbody = json.loads(r'''${shown(body)}''')\nrequest = urllib.request.Request('${url}', json.dumps(body).encode(), {\n    'x-api-key': os.environ['OPTOUT_KEY'], 'content-type': 'application/json'})\nprint(urllib.request.urlopen(request).read().decode())`,
};
