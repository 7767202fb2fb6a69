// The official @anthropic-ai/sdk package against a gateway whose providers speak three dialects.
import assert from "node:assert/strict";
import { test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";

const { GATEWAY_URL: baseURL, GATEWAY_KEY: apiKey } = process.env;
const client = new Anthropic({ baseURL, apiKey, maxRetries: 0, timeout: 20_000 });
const messages = [{ role: "user", content: "How is the weather in Oslo?" }];
const ask = (model, more = {}) => client.messages.create({ model, max_tokens: 2048, messages, ...more });
const tools = [
  { name: "weather", input_schema: { type: "object", properties: { city: { type: "string" } } } },
];
const text = (message) => message.content.map((block) => (block.type === "text" ? block.text : "")).join("");

async function failure(promise, type) {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof type, `${error.constructor.name}: ${error.message}`);
    return error;
  }
  assert.fail("nothing was thrown");
}

for (const provider of ["scripted", "anthropic", "gemini"]) {
  test(`answers through ${provider}`, async () => {
    const message = await ask(`${provider}/talks`);

    assert.equal(text(message), "Hello there");
    assert.equal(message.stop_reason, "end_turn");
    assert.equal(message.usage.input_tokens, 7);
    assert.equal(message.usage.cache_read_input_tokens, 4);
    assert.equal(message.usage.output_tokens, 7);
  });

  test(`streams through ${provider}`, async () => {
    const stream = client.messages.stream({ model: `${provider}/talks`, max_tokens: 2048, messages });
    const pieces = [];
    stream.on("text", (piece) => pieces.push(piece));
    const message = await stream.finalMessage();

    assert.deepEqual(pieces, ["Hello", " there"]);
    assert.equal(text(message), "Hello there");
    assert.equal(message.stop_reason, "end_turn");
    assert.equal(message.usage.output_tokens, 7);
  });

  test(`calls a tool through ${provider}`, async () => {
    const message = await ask(`${provider}/tools`, { tools });

    const [call] = message.content;
    assert.equal(call.type, "tool_use");
    assert.equal(call.name, "weather");
    assert.deepEqual(call.input, { city: "Oslo" });
    assert.equal(message.stop_reason, "tool_use");

    const result = { type: "tool_result", tool_use_id: call.id, content: "4 °C" };
    const conversation = [
      ...messages,
      { role: "assistant", content: message.content },
      { role: "user", content: [result] },
    ];
    const answer = await ask(`${provider}/talks`, { tools, messages: conversation });

    assert.equal(text(answer), "Hello there");
  });

  test(`streams a call of a tool through ${provider}`, async () => {
    const stream = client.messages.stream({ model: `${provider}/tools`, max_tokens: 2048, messages, tools });
    const message = await stream.finalMessage();

    const [call] = message.content;
    assert.equal(call.name, "weather");
    assert.deepEqual(call.input, { city: "Oslo" });
  });

  test(`a busy provider behind ${provider} is told`, async () => {
    const error = await failure(ask(`${provider}/busy`), Anthropic.RateLimitError);

    assert.equal(error.error.error.type, "rate_limit_error");
  });

  test(`a stream through ${provider} that breaks off is no answer`, async () => {
    const stream = client.messages.stream({ model: `${provider}/broken`, max_tokens: 2048, messages });

    await failure(stream.finalMessage(), Anthropic.AnthropicError);
  });
}

test("a wrong key is an authentication error", async () => {
  const stranger = new Anthropic({ baseURL, apiKey: "hg_wrong", maxRetries: 0 });
  const asked = stranger.messages.create({ model: "claude", max_tokens: 1, messages });

  const error = await failure(asked, Anthropic.AuthenticationError);

  assert.equal(error.error.error.type, "authentication_error");
});

test("an unknown model is not found", async () => {
  const error = await failure(ask("claud"), Anthropic.NotFoundError);

  assert.equal(error.error.error.type, "not_found_error");
});
