package dev.headgate.providers.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicRequestScanTest {
  private static final String REQUEST =
      """
      { "model" : "smart", "max_tokens": 4000,"stream":true, "metadata":{"user_id":"u-7","x":{}},
        "thinking":{"type":"enabled","budget_tokens": 3000},
        "system":[{"type":"text","text":"be brief"}],
        "tools":[{"name":"a","input_schema":{"type":"object"}},{"type":"web_search_20250305","name":"w"}],
        "messages":[{"role":"user","content":[{"type":"text","text":"é \\"model\\":1"},
          {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}},
          {"type":"document","source":{"type":"text","media_type":"text/plain","data":"x"}}]},
          {"role":"assistant","content":"ok"}, {"role":"user","content":[]}] }
      """;

  @Test
  void readsWhatMustBeKnown() {
    var scan = scan(REQUEST);

    assertThat(scan.model()).isEqualTo("smart");
    assertThat(scan.stream()).isTrue();
    assertThat(scan.user()).contains("u-7");
    assertThat(scan.isPlain()).isTrue();
    assertThat(scan.facts())
        .isEqualTo(
            new RequestFacts(
                REQUEST.getBytes(UTF_8).length,
                4,
                2,
                1,
                2,
                new RequestFacts.Output(4000, 1, true)));
  }

  @Test
  void changesOnlyTheModel() {
    assertThat(written(scan(REQUEST).toBody("claude \"x\"", 0, Wording.USUAL)))
        .isEqualTo(REQUEST.replace("\"smart\"", "\"claude \\\"x\\\"\""));
    assertThat(written(scan(REQUEST).toBody("smart", 4000, Wording.USUAL))).isEqualTo(REQUEST);
  }

  @Test
  void lowersTheBoundsOfTheOutput() {
    assertThat(written(scan(REQUEST).toBody("smart", 2200, Wording.USUAL)))
        .isEqualTo(REQUEST.replace(" 4000,", " 2200,").replace(" 3000}", " 1100}"));
    assertThat(written(scan(REQUEST).toBody("smart", 3500, Wording.USUAL)))
        .isEqualTo(REQUEST.replace(" 4000,", " 3500,"));
    assertThat(written(scan("{\"model\":\"m\",\"messages\":[] }").toBody("m", 10, Wording.USUAL)))
        .isEqualTo("{\"model\":\"m\",\"messages\":[] ,\"max_tokens\":10}");
  }

  @Test
  void seesWhatTravelsFromAnotherDialect() {
    var text =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"text\","
            + "\"text\":\"\",\"headgate\":{\"part\":{}}}]}]}";

    assertThat(scan(text).isPlain()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | body",
        "{} | model",
        "{\"model\":\"m\"} | messages",
        "{\"model\":7,\"messages\":[]} | model",
        "{\"model\":\" \",\"messages\":[]} | model",
        "{\"model\":\"m\",\"messages\":{}} | messages",
        "{\"model\":\"m\",\"messages\":[],\"stream\":1} | stream",
        "{\"model\":\"m\",\"messages\":[],\"max_tokens\":\"x\"} | max_tokens",
        "{\"model\":\"m\",\"messages\":[],\"max_tokens\":-1} | max_tokens",
        "{\"model\":\"m\",\"messages\":[],\"max_tokens\":99999999999} | max_tokens",
        "{\"model\":\"m\",\"messages\":[]} x | body",
        "{\"model\":\"m\",\"messages\":[ | body",
        "{\"model\":\"m\",\"model\":\"n\",\"messages\":[]} | body"
      })
  void namesThePartToBlame(String text, String param) {
    var failure = catchThrowableOfType(CallFailed.class, () -> scan(text));

    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(failure.param()).contains(param);
  }

  private static AnthropicRequestScan scan(String text) {
    return AnthropicRequestScan.of(text.getBytes(UTF_8));
  }

  private static String written(RelayBody body) {
    var out = new ByteArrayOutputStream();
    try {
      body.writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString(UTF_8);
  }
}
