package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static dev.headgate.server.boot.TestHouse.property;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnyDialect;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a provider keeps under the key that all projects share, such as a conversation or a file.
final class IsolationTest {
  private static final String SHOP = "hg-shop-0123456789abcdef";
  private static final String BANK = "hg-bank-0123456789abcdef";
  private static final String RESPONSES = "/v1/responses";
  private static final String GEMINI = "/v1beta/models/smart:generateContent";
  private static final String KEYS =
      """
      access:
        keys:
          - {name: shop, key: "${env:SHOP}", project: shop}
          - {name: bank, key: "${env:BANK}", project: bank}
      """;
  private static final String TWO_PROJECTS = "projects: {shop: {}, bank: {}}\n" + KEYS;
  private static final String ONE_MAY =
      "projects: {shop: {provider-state: true}, bank: {}}\n" + KEYS;

  @TempDir private static Path sharedFolder;
  private static TestHouse shared;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    shared = new TestHouse(sharedFolder, TWO_PROJECTS);
  }

  @AfterAll
  static void stop() {
    shared.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        RESPONSES + "|conversation|'input':'x','conversation':'conv_a'",
        RESPONSES + "|conversation.id|'input':'x','conversation':{'id':'conv_a'}",
        RESPONSES + "|prompt.id|'prompt':{'id':'pmpt_a','variables':{'a':'b'}}",
        RESPONSES + "|item_reference|'input':[{'type':'item_reference','id':'msg_a'}]",
        RESPONSES + "|item_reference|'input':[{'id':'msg_a'}]",
        RESPONSES + "|reasoning.id|'input':[{'type':'reasoning','id':'rs_a','summary':[]}]",
        RESPONSES
            + "|vector_store_ids|'input':'x','tools':[{'type':'file_search','vector_store_ids':['vs_a']}]",
        RESPONSES
            + "|container|'input':'x','tools':[{'type':'code_interpreter','container':'cntr_a'}]",
        RESPONSES
            + "|file_id|'input':[{'role':'user','content':[{'type':'input_file','file_id':'file-a'}]}]",
        TestHouse.CHAT
            + "|file_id|'messages':[{'role':'user','content':[{'type':'file','file':{'file_id':'file-a'}}]}]",
        TestHouse.CHAT + "|store|'store':true,'messages':[{'role':'user','content':'x'}]",
        TestHouse.CHAT
            + "|audio.id|'messages':[{'role':'assistant','audio':{'id':'audio_a'}},{'role':'user','content':'x'}]",
        TestHouse.CHAT
            + "|url|'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'gs://a/b'}}]}]",
        "/v1/messages|container|'max_tokens':9,'container':'container_a','messages':[{'role':'user','content':'x'}]",
        "/v1/messages|file_id|'max_tokens':9,'messages':[{'role':'user','content':[{'type':'document','source':{'type':'file','file_id':'file_a'}}]}]",
        "/v1/messages/count_tokens|file_id|'messages':[{'role':'user','content':[{'type':'document','source':{'type':'file','file_id':'file_a'}}]}]",
        GEMINI
            + "|cachedContent|'cachedContent':'cachedContents/a','contents':[{'parts':[{'text':'x'}]}]",
        GEMINI
            + "|fileUri|'contents':[{'parts':[{'fileData':{'fileUri':'https://generativelanguage.googleapis.com/v1beta/files/a'}}]}]",
        "/v1/images/edits|file_id|'prompt':'x','images':[{'file_id':'file-a'}]",
      })
  void isOutOfReachOfOtherProjects(String path, String param, String members) throws Exception {
    var refused =
        shared.post(path, BANK, "{\"model\":\"smart\"," + members.replace('\'', '"') + "}");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body())
        .contains("scope_denied", "\\\"" + param + "\\\"", "projects.bank.provider-state: true");
    assertThat(shared.provider.requests()).isEmpty();
  }

  @Test
  void isReachedByAProjectThatMay() throws Exception {
    try (var house = new TestHouse(folder, ONE_MAY)) {
      house.provider.always(AnyDialect.says("Hello"));

      assertThat(create(house, SHOP, "\"input\":\"x\",\"conversation\":\"conv_a\"").statusCode())
          .isEqualTo(200);

      assertThat(house.provider.requests().getLast().body())
          .isEqualTo(
              "{\"model\":\"m-1\",\"input\":\"x\",\"conversation\":\"conv_a\",\"max_output_tokens\":8192}");
      assertThat(error(create(house, BANK, "\"input\":\"x\",\"conversation\":\"conv_a\"")))
          .isEqualTo("403 scope_denied");
    }
  }

  @Test
  void isReachedWhereThereIsOneProject() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(AnyDialect.says("Hello"));

      assertThat(create(house, "", "\"input\":\"x\",\"conversation\":\"conv_a\"").statusCode())
          .isEqualTo(200);

      assertThat(house.provider.requests().getLast().body())
          .isEqualTo(
              "{\"model\":\"m-1\",\"input\":\"x\",\"conversation\":\"conv_a\",\"max_output_tokens\":8192}");
    }
  }

  /// The answer is kept here; what the provider kept could be read by whoever knows its ids.
  @Test
  void providersAreToldToKeepNoResponses() throws Exception {
    try (var house = new TestHouse(folder, TWO_PROJECTS)) {
      house.provider.always(AnyDialect.says("Hello"));

      var unsaid = create(house, SHOP, "\"input\":\"x\"");
      assertThat(house.provider.requests().getLast().body())
          .isEqualTo(
              "{\"model\":\"m-1\",\"input\":\"x\",\"max_output_tokens\":8192,\"store\":false}");
      create(house, SHOP, "\"store\":true,\"input\":\"x\"");
      assertThat(house.provider.requests().getLast().body())
          .isEqualTo(
              "{\"model\":\"m-1\",\"store\":false,\"input\":\"x\",\"max_output_tokens\":8192}");
      create(house, SHOP, "\"store\":false,\"input\":\"x\"");
      assertThat(house.provider.requests().getLast().body())
          .isEqualTo(
              "{\"model\":\"m-1\",\"store\":false,\"input\":\"x\",\"max_output_tokens\":8192}");

      var id = property(unsaid.body(), "id");
      assertThat(house.get(RESPONSES + "/" + id, SHOP).statusCode()).isEqualTo(200);
      var next = create(house, SHOP, "\"input\":\"y\",\"previous_response_id\":\"" + id + "\"");
      assertThat(next.statusCode()).isEqualTo(200);
    }
  }

  /// What only looks like it: arguments and schemas are the caller's, citations are quoted.
  @Test
  void whatIsTheCallersOwnPasses() throws Exception {
    try (var house = new TestHouse(folder, TWO_PROJECTS)) {
      house.provider.always(AnyDialect.says("Hello"));

      var own =
          create(
              house,
              BANK,
              """
              "input": [
                {"role": "user", "content": [{"type": "input_image", "image_url": "https://example.com/a.png", "file_id": null}]},
                {"type": "reasoning", "id": "rs_b", "summary": [], "encrypted_content": "gAAA"},
                {"type": "function_call", "id": "fc_b", "call_id": "c", "name": "f", "arguments": "{\\"file_id\\": \\"mine\\"}"},
                {"type": "function_call_output", "call_id": "c", "output": "file_id"},
                {"type": "message", "id": "msg_b", "role": "assistant", "status": "completed", "content": [
                  {"type": "output_text", "text": "x", "annotations": [{"type": "file_citation", "file_id": "file-b"}]}]}],
              "tools": [{"type": "function", "name": "f", "parameters": {"type": "object", "properties": {"file_id": {"type": "string", "default": "none"}}, "examples": [{"file_id": "x"}]}}]
              """);

      assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
      var arguments =
          house.post(
              "/v1/messages",
              BANK,
              """
              {"model": "smart", "max_tokens": 9, "messages": [
                {"role": "user", "content": "x"},
                {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "f", "input": {"file_id": "mine"}}]},
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "y"}]}]}
              """);
      assertThat(arguments.statusCode()).as(arguments.body()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> create(TestHouse house, String key, String members)
      throws Exception {
    return house.post(RESPONSES, key, "{\"model\":\"smart\"," + members + "}");
  }
}
