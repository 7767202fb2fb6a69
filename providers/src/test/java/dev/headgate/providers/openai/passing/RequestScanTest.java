package dev.headgate.providers.openai.passing;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestScanTest {
  private static final String ASKED = "\"stream_options\":{\"include_usage\":true}";

  @Test
  void readsWhatTheGatewayMustKnow() {
    var scan =
        chat(
            "{\"messages\":[{\"model\":\"no\"}],\"user\":\"u-1\",\"stream\":true,\"model\":\"a\"}");

    assertThat(scan.model()).isEqualTo("a");
    assertThat(scan.stream()).isTrue();
    assertThat(scan.user()).contains("u-1");
    assertThat(scan.addsUsage()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // nothing to change
        "{'model':'m','messages':[]} | {'model':'m','messages':[]}",
        "{'model':'m','messages':[],'stream':true,'stream_options':{'include_usage':true}} |"
            + " {'model':'m','messages':[],'stream':true,'stream_options':{'include_usage':true}}",
        // the model
        "{ 'model' :  'alias' , 'messages':[]} | { 'model' :  'm' , 'messages':[]}",
        "{'messages':['é😀','\\'model\\':'],'model':'al\\u00e9s\\''} |"
            + " {'messages':['é😀','\\'model\\':'],'model':'m'}",
        "{'model':'m\\u0020','messages':[]} | {'model':'m','messages':[]}",
        // the usage
        "{'model':'a','messages':[],'stream':true} | {'model':'m','messages':[],'stream':true,ASKED}",
        "{'stream':true,'messages':[],'model':'a'  } | {'stream':true,'messages':[],'model':'m'  ,ASKED}",
        "{'stream':true,'stream_options':null,'model':'a','messages':[]} |"
            + " {'stream':true,ASKED,'model':'m','messages':[]}",
        "{'stream':true,'stream_options':{},'model':'a','messages':[]} |"
            + " {'stream':true,ASKED,'model':'m','messages':[]}",
        "{'model':'a','stream':true,'stream_options':{'x':[{}]},'messages':[]} |"
            + " {'model':'m','stream':true,'stream_options':{'x':[{}],'include_usage':true},'messages':[]}",
        "{'model':'a','stream':true,'stream_options':{'include_usage':false,'x':1},'messages':[]} |"
            + " {'model':'m','stream':true,'stream_options':{'include_usage':true,'x':1},'messages':[]}",
        // not streamed: left alone
        "{'model':'a','stream':false,'stream_options':null,'messages':[]} |"
            + " {'model':'m','stream':false,'stream_options':null,'messages':[]}",
      })
  void changesOnlyTheBytesThatItMust(String request, String expected) throws IOException {
    var scan = chat(json(request));

    assertThat(written(scan.toBody("m", 0, Wording.USUAL))).isEqualTo(json(expected));
  }

  @Test
  void writesAProvidersModelAsJson() throws IOException {
    var body = chat("{\"model\":\"a\",\"messages\":[]}").toBody("q\"\\é\n", 0, Wording.USUAL);

    assertThat(written(body)).isEqualTo("{\"model\":\"q\\\"\\\\é\\n\",\"messages\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "- | body",
        "`  ` | body",
        "[] | body",
        "'text' | body",
        "nul | body",
        "{'model':'m','messages':[] | body",
        "{'model':'m','messages':[]}} | body",
        "{'model':'m','messages':[]} {} | body",
        "{'model':'m','messages':[],} | body",
        "{'model':'m','messages':[NaN]} | body",
        "{'model':'m',messages:[]} | body",
        "{'model':'m','messages':['a\tb']} | body",
        "{'model':'m','messages':[],'model':'n'} | body",
        "{'model':'m','messages':[{'a':1,'b':2,'a':3}]} | body",
        "{'messages':[]} | model",
        "{'model':1,'messages':[]} | model",
        "{'model':null,'messages':[]} | model",
        "{'model':'','messages':[]} | model",
        "{'model':'m','stream':'yes','messages':[]} | stream",
        "{'model':'m','stream':1,'messages':[]} | stream",
        "{'model':'m','stream_options':[],'messages':[]} | stream_options",
        "{'model':'m','stream_options':{'include_usage':'x'},'messages':[]} |"
            + " stream_options.include_usage",
        "{'model':'m'} | messages",
        "{'model':'m','messages':'hi'} | messages",
      })
  void saysWhatIsWrongAndWhere(String request, String param) {
    var failure = failure(request == null ? new byte[0] : json(request).getBytes(UTF_8));

    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(failure.param()).contains(param);
    assertThat(failure.message()).doesNotContain("line").doesNotContain("Source");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    var request = "{\"model\":\"m\",\"messages\":[\"xx\"]}".getBytes(UTF_8);
    var at = new String(request, UTF_8).indexOf("xx");
    byte[][] mistakes = {
      {(byte) 0x80, 'x'},
      {(byte) 0xC0, (byte) 0x80},
      {(byte) 0xC3, 'x'},
      {(byte) 0xFF, 'x'},
      {(byte) 0xED, (byte) 0xA0},
    };
    for (var mistake : mistakes) {
      var damaged = request.clone();
      System.arraycopy(mistake, 0, damaged, at, 2);

      assertThat(failure(damaged)).hasMessageContaining("UTF-8").hasMessageContaining("byte " + at);
    }
    assertThat(failure(new String(request, UTF_8).getBytes(UTF_16LE)).param()).contains("body");
    assertThat(failure(("\uFEFF" + new String(request, UTF_8)).getBytes(UTF_8)).param())
        .contains("body");
    var cut = Arrays.copyOf("{\"model\":\"é".getBytes(UTF_8), 11);
    assertThat(failure(cut)).hasMessageContaining("UTF-8");
  }

  @Test
  void refusesAUserWhoseNameIsContent() {
    var longest = "u".repeat(EndUser.MAX_CHARACTERS);

    assertThat(chat("{\"model\":\"m\",\"messages\":[],\"user\":\"" + longest + "\"}").user())
        .contains(longest);
    var failure =
        failure(
            ("{\"user\":\"" + longest + "x\",\"model\":\"m\",\"messages\":[]}").getBytes(UTF_8));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(failure.param()).contains("user");
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    var nested = "{\"model\":\"m\",\"messages\":" + "[".repeat(300) + "]".repeat(300) + "}";
    var million = "{\"model\":\"m\",\"messages\":" + "[".repeat(1_000_000);

    assertThat(failure(nested.getBytes(UTF_8))).hasMessageContaining("deeper than 256");
    assertThat(failure(million.getBytes(UTF_8))).hasMessageContaining("deeper than 256");
  }

  @Test
  void takesEveryWellFormedCharacter() {
    var text = new StringBuilder();
    for (int i = 0x20; i <= 0x10FFFF; i += i < 0x3000 ? 1 : 37) {
      if ((i < 0xD800 || i > 0xDFFF) && i != '"' && i != '\\') {
        text.appendCodePoint(i);
      }
    }

    assertThat(chat("{\"messages\":[\"" + text + "\"],\"model\":\"m\"}").model()).isEqualTo("m");
  }

  @Test
  void wantsAnInputForEmbeddings() {
    var request = "{\"model\":\"m\",\"input\":\"text\"}".getBytes(UTF_8);

    assertThat(RequestScan.of(Operation.EMBEDDINGS, request).model()).isEqualTo("m");
    assertThat(
            catchThrowableOfType(
                    CallFailed.class,
                    () -> RequestScan.of(Operation.EMBEDDINGS, "{\"model\":\"m\"}".getBytes(UTF_8)))
                .param())
        .contains("input");
  }

  private static String written(RelayBody body) throws IOException {
    var out = new ByteArrayOutputStream();
    body.writeTo(out);
    return out.toString(UTF_8);
  }

  private static String json(String text) {
    return text.replace("ASKED", ASKED).replace('\'', '"');
  }

  private static RequestScan chat(String request) {
    return RequestScan.of(Operation.CHAT, request.getBytes(UTF_8));
  }

  private static CallFailed failure(byte[] request) {
    return catchThrowableOfType(CallFailed.class, () -> RequestScan.of(Operation.CHAT, request));
  }

  @Test
  void countsWhatMayCost() {
    var scan =
        RequestScan.of(
            Operation.CHAT,
            """
            {"model":"m","n":3,"max_tokens":50,"max_completion_tokens":70,"web_search_options":{},
             "tools":[{"type":"function","function":{"name":"f"}},{"type":"web_search"}],
             "messages":[{"role":"system","content":"s"},{"role":"user","content":[
               {"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"u"}},
               {"type":"file","file":{"file_id":"f"}}]}]}
            """
                .getBytes(UTF_8));

    var facts = scan.facts();

    assertThat(facts.messages()).isEqualTo(2);
    assertThat(facts.tools()).isEqualTo(2);
    assertThat(facts.hostedTools()).isEqualTo(2);
    assertThat(facts.mediaItems()).isEqualTo(2);
    assertThat(facts.output()).isEqualTo(new RequestFacts.Output(70, 3, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"model":"m","messages":[]}                                  | {"model":"m","messages":[],"max_tokens":9}
          {"model":"m","max_tokens":10,"messages":[]}                  | {"model":"m","max_tokens":9,"messages":[]}
          {"model":"m","max_tokens":8,"messages":[]}                   | {"model":"m","max_tokens":8,"messages":[]}
          {"model":"m","max_tokens":null,"messages":[]}                | {"model":"m","max_tokens":9,"messages":[]}
          {"model":"m","max_completion_tokens":1e9,"messages":[]}      | {"model":"m","max_completion_tokens":9,"messages":[]}
          {"model":"m","max_tokens":7,"messages":[],"max_completion_tokens":70} | {"model":"m","max_tokens":7,"messages":[],"max_completion_tokens":9}
          """)
  void lowersWhatBoundsTheOutput(String sent, String passedOn) throws IOException {
    var out = new ByteArrayOutputStream();

    RequestScan.of(Operation.CHAT, sent.strip().getBytes(UTF_8))
        .toBody("m", 9, Wording.USUAL)
        .writeTo(out);

    assertThat(out.toString(UTF_8)).isEqualTo(passedOn.strip());
  }
}
