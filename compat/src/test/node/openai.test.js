// The official openai package against a gateway whose provider does what its model's name says.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const { GATEWAY_URL: baseURL, GATEWAY_KEY: apiKey, PROVIDER_URL } = process.env;
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0, timeout: 20_000 });
const messages = [{ role: "user", content: "Which port does the gateway listen on?" }];
const chat = (model, more = {}, options = {}) => client.chat.completions.create({ model, messages, ...more }, options);

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

const text = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");

async function failure(promise, type) {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof type, `${error.constructor.name}: ${error.message}`);
    return error;
  }
  assert.fail("nothing was thrown");
}

test("answers through an alias", async () => {
  const completion = await chat("smart");

  assert.equal(completion.choices[0].message.content, "Hello there");
  assert.equal(completion.usage.total_tokens, 18);
  assert.ok(completion._request_id);
});

test("streams without the token counts that nobody asked for", async () => {
  const chunks = await collect(await chat("smart", { stream: true }));

  assert.equal(text(chunks), "Hello there");
  assert.ok(chunks.every((chunk) => chunk.choices.length === 1 && !chunk.usage));
});

test("streams the token counts to who asked for them", async () => {
  const chunks = await collect(await chat("smart", { stream: true, stream_options: { include_usage: true } }));

  assert.equal(chunks.at(-1).usage.total_tokens, 18);
  assert.deepEqual(chunks.at(-1).choices, []);
});

test("relays tool calls", async () => {
  const parameters = { type: "object", properties: { city: { type: "string" } } };
  const tools = [{ type: "function", function: { name: "weather", parameters } }];

  const completion = await chat("scripted/tools", { tools });

  const [call] = completion.choices[0].message.tool_calls;
  assert.deepEqual(JSON.parse(call.function.arguments), { city: "Oslo" });
  assert.equal(completion.choices[0].finish_reason, "tool_calls");
});

test("answers from a feature and says from where", async () => {
  const completion = await chat("feature/quotes");

  assert.match(completion.choices[0].message.content, /port 8080/);
  assert.equal(completion.headgate.tier, "quoted");
  assert.equal(completion.headgate.citations[0].document, "ports.md");
  assert.equal(completion.id, `chatcmpl-${completion.headgate.trace_id}`);
  assert.equal(completion._request_id, completion.headgate.trace_id);
});

test("streams a feature's answer", async () => {
  const chunks = await collect(await chat("feature/quotes", { stream: true }));

  assert.match(text(chunks), /port 8080/);
  assert.equal(chunks.at(-1).choices[0].finish_reason, "stop");
  assert.equal(chunks.at(-1).headgate.tier, "quoted");
});

test("streams a feature's answer through the package's own helper", async () => {
  const stream = client.chat.completions.stream({ model: "feature/quotes", messages });

  assert.match(await stream.finalContent(), /port 8080/);
});

for (const encoding_format of ["float", "base64", undefined]) {
  test(`embeds in the server, encoding ${encoding_format ?? "left to the package"}`, async () => {
    const input = ["a text", "another one"];
    const response = await client.embeddings.create({ model: "embedded/bge-small-en-v1.5", input, encoding_format });

    const [{ embedding }] = response.data;
    const vector = encoding_format === "base64" ? decoded(embedding) : embedding;
    const squares = [...vector].reduce((sum, number) => sum + number * number, 0);
    assert.equal(response.data.length, 2);
    assert.equal(vector.length, 384);
    assert.ok(Math.abs(squares - 1) < 1e-3, `norm² ${squares}`);
  });
}

function decoded(base64) {
  if (Array.isArray(base64)) return base64;
  const bytes = Buffer.from(base64, "base64");
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

test("relays a provider's embeddings", async () => {
  const response = await client.embeddings.create({ model: "scripted/vectors", input: "a text", encoding_format: "float" });

  assert.deepEqual(response.data[0].embedding, [0.5, -0.25]);
});

test("lists models and shows one whose name has a slash", async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);

  assert.deepEqual(ids, ["feature/chat", "feature/handbook", "feature/quotes", "smart", "small-vectors"]);
  assert.equal((await client.models.retrieve("feature/handbook")).id, "feature/handbook");
});

test("a wrong key is an authentication error", async () => {
  const stranger = new OpenAI({ baseURL, apiKey: "hg_wrong", maxRetries: 2 });

  const error = await failure(stranger.models.list(), OpenAI.AuthenticationError);

  assert.equal(error.code, "invalid_api_key");
});

test("an unknown model and an unknown feature are not found", async () => {
  assert.equal((await failure(chat("smrt"), OpenAI.NotFoundError)).code, "model_not_found");
  assert.equal((await failure(chat("feature/handbok"), OpenAI.NotFoundError)).code, "feature_not_found");
});

test("a malformed request names its parameter", async () => {
  const error = await failure(chat("smart", { messages: "Hello?" }), OpenAI.BadRequestError);

  assert.equal(error.param, "messages");
});

test("a provider that is down is an error of the server", async () => {
  const error = await failure(chat("gone/model"), OpenAI.InternalServerError);

  assert.equal(error.status, 502);
  assert.equal(error.code, "provider_unreachable");
});

test("a busy provider is tried again", async () => {
  const completion = await chat("scripted/busy-once", {}, { maxRetries: 1 });

  assert.equal(completion.choices[0].message.content, "Hello there");
});

test("a stream that breaks off is no answer", async () => {
  const chunks = [];
  const reading = async () => {
    for await (const chunk of await chat("scripted/broken", { stream: true })) chunks.push(chunk);
  };

  const error = await failure(reading(), OpenAI.APIError);

  assert.equal(text(chunks), "Hello");
  assert.equal(error.code, "provider_truncated");
});

test("lets the provider go when a stream is aborted", async () => {
  const stream = await chat("scripted/silent-after-hello", { stream: true });
  for await (const _ of stream) break; // leaving the loop aborts the request

  assert.equal(await providerWasLetGo(), true);
});

test("lets the provider go when the caller stops waiting", async () => {
  const error = await failure(chat("scripted/silent", {}, { timeout: 300 }), OpenAI.APIConnectionTimeoutError);

  assert.equal(error.status, undefined);
  assert.equal(await providerWasLetGo(), true);
});

// The provider answers once the gateway has left its last silent request, or after half a second.
async function providerWasLetGo() {
  return (await fetch(`${PROVIDER_URL}/let-go`)).json();
}
