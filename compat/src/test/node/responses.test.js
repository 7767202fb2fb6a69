// The responses of the official openai package against a gateway whose providers speak three dialects.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const { GATEWAY_URL, GATEWAY_KEY: apiKey } = process.env;
const client = new OpenAI({ baseURL: `${GATEWAY_URL}/v1`, apiKey, maxRetries: 0, timeout: 20_000 });
const input = "How is the weather in Oslo?";
const parameters = { type: "object", properties: { city: { type: "string" } } };
const tools = [{ type: "function", name: "weather", parameters, strict: false }];

async function failure(promise, type) {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof type, `${error.constructor.name}: ${error.message}`);
    return error;
  }
  assert.fail("nothing was thrown");
}

async function collect(body) {
  const events = [];
  for await (const event of await client.responses.create({ input, ...body, stream: true })) events.push(event);
  return events;
}

for (const provider of ["scripted", "anthropic", "gemini"]) {
  test(`answers through ${provider}`, async () => {
    const response = await client.responses.create({ model: `${provider}/talks`, input });

    assert.equal(response.output_text, "Hello there");
    assert.equal(response.status, "completed");
    assert.equal(response.usage.total_tokens, 18);
  });

  test(`streams through ${provider}`, async () => {
    const events = await collect({ model: `${provider}/talks` });

    const pieces = events.filter((event) => event.type === "response.output_text.delta");
    assert.deepEqual(pieces.map((event) => event.delta), ["Hello", " there"]);
    assert.equal(events[0].type, "response.created");
    assert.equal(events.at(-1).type, "response.completed");
    const numbers = events.map((event) => event.sequence_number);
    assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
  });

  test(`streams a call of a function through the package's own helper and ${provider}`, async () => {
    const stream = client.responses.stream({ model: `${provider}/tools`, input, tools });

    const [call] = (await stream.finalResponse()).output.filter((item) => item.type === "function_call");
    assert.equal(call.name, "weather");
    assert.deepEqual(JSON.parse(call.arguments), { city: "Oslo" });
  });

  test(`goes on from an answer of ${provider}, reads it again and deletes it`, async () => {
    const first = await client.responses.create({ model: `${provider}/talks`, input: `Hello, ${provider}?` });
    const next = { model: `${provider}/talks`, input: "And tomorrow?", previous_response_id: first.id };
    const second = await client.responses.create(next);

    assert.equal(second.previous_response_id, first.id);
    assert.equal((await client.responses.retrieve(first.id)).output_text, "Hello there");
    await client.responses.delete(first.id);
    await failure(client.responses.retrieve(first.id), OpenAI.NotFoundError);
  });

  test(`a busy provider behind ${provider} is told`, async () => {
    await failure(client.responses.create({ model: `${provider}/busy`, input }), OpenAI.RateLimitError);
  });

  test(`a stream through ${provider} that breaks off is no answer`, async () => {
    await failure(collect({ model: `${provider}/broken` }), OpenAI.APIError);
  });
}
