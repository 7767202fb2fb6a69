// The official @google/genai package against a gateway whose providers speak three dialects.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, GoogleGenAI } from "@google/genai";

const { GATEWAY_URL: baseUrl, GATEWAY_KEY: apiKey } = process.env;
const connect = (key) => new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl, timeout: 20_000 } });
const { models } = connect(apiKey);
const contents = "How is the weather in Oslo?";
const functionDeclarations = [
  { name: "weather", parametersJsonSchema: { type: "object", properties: { city: { type: "string" } } } },
];
const config = { tools: [{ functionDeclarations }] };

async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof ApiError, `${error.constructor.name}: ${error.message}`);
    return error;
  }
  assert.fail("nothing was thrown");
}

async function collect(model, more = {}) {
  const chunks = [];
  for await (const chunk of await models.generateContentStream({ model, contents, ...more })) chunks.push(chunk);
  return chunks;
}

for (const provider of ["scripted", "anthropic", "gemini"]) {
  test(`answers through ${provider}`, async () => {
    const response = await models.generateContent({ model: `${provider}/talks`, contents });

    assert.equal(response.text, "Hello there");
    assert.equal(response.candidates[0].finishReason, "STOP");
    assert.equal(response.usageMetadata.totalTokenCount, 18);
  });

  test(`streams through ${provider}`, async () => {
    const chunks = await collect(`${provider}/talks`);

    assert.equal(chunks.map((chunk) => chunk.text ?? "").join(""), "Hello there");
    assert.equal(chunks.at(-1).candidates[0].finishReason, "STOP");
    assert.equal(chunks.at(-1).usageMetadata.totalTokenCount, 18);
  });

  test(`calls a function through ${provider}`, async () => {
    const response = await models.generateContent({ model: `${provider}/tools`, contents, config });

    const [call] = response.functionCalls;
    assert.equal(call.name, "weather");
    assert.deepEqual(call.args, { city: "Oslo" });

    const conversation = [
      { role: "user", parts: [{ text: contents }] },
      response.candidates[0].content,
      { role: "user", parts: [{ functionResponse: { id: call.id, name: "weather", response: { output: "4 °C" } } }] },
    ];
    const answer = await models.generateContent({ model: `${provider}/talks`, contents: conversation, config });

    assert.equal(answer.text, "Hello there");
  });

  test(`streams a call of a function through ${provider}`, async () => {
    const chunks = await collect(`${provider}/tools`, { config });

    const calls = chunks.flatMap((chunk) => chunk.functionCalls ?? []);
    assert.deepEqual(calls.map((call) => [call.name, call.args]), [["weather", { city: "Oslo" }]]);
  });

  test(`a busy provider behind ${provider} is told`, async () => {
    const error = await failure(models.generateContent({ model: `${provider}/busy`, contents }));

    assert.equal(error.status, 429);
    assert.match(error.message, /RESOURCE_EXHAUSTED/);
  });

  test(`a stream through ${provider} that breaks off is no answer`, async () => {
    await failure(collect(`${provider}/broken`));
  });
}

test("a wrong key is unauthenticated", async () => {
  const asked = connect("hg_wrong").models.generateContent({ model: "gemini/talks", contents });

  assert.equal((await failure(asked)).status, 401);
});

test("an unknown model is not found", async () => {
  assert.equal((await failure(models.generateContent({ model: "gemni", contents }))).status, 404);
});
