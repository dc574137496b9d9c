// How the OpenAPI document is linted: Spectral's recommended rules for OpenAPI, each departure with its reason.
import { oas } from '@stoplight/spectral-rulesets';

const examples = oas.rules['oas3-valid-media-example'];

export default {
  extends: [[oas, 'recommended']],
  rules: {
    // Whoever runs OptOut answers for it; the document comes with the code and cannot know them.
    'info-contact': 'off',
    // A body of application/x-ndjson has its schema for one line (OpenAPI 3.1 has no word for that, 3.2 calls it itemSchema) and an example of several, as text.
    // Everywhere else an example must fit its schema.
    'oas3-valid-media-example': {
      ...examples,
      given: [
        "$..content[?(@property !== 'application/x-ndjson' && @ && @.schema && (@.example !== void 0 || @.examples))]",
        ...examples.given.slice(1),
      ],
    },
  },
};
