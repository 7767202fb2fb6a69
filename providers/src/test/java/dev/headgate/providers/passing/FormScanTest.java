package dev.headgate.providers.passing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.errors.CallFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormScanTest {
  private static final String FORM =
      """
      --b0\r
      Content-Disposition: form-data; name="file"; filename="model; name=\\"x\\".wav"\r
      Content-Type: audio/wav\r
      \r
      RIFF\r
      --b1 is not a boundary\r
      --b0\r
      Content-Disposition: form-data; name="model"\r
      \r
      whisper\r
      --b0\r
      content-disposition: form-data; name=language\r
      \r
      \r
      --b0--\r
      """;

  @Test
  void findsTheFieldsWithoutTakingTheFormApart() {
    var form = FormScan.of(bytes(FORM), "b0");

    assertThat(form.fields())
        .extracting(FormScan.Field::name)
        .containsExactly("file", "model", "language");
    assertThat(form.fields())
        .extracting(FormScan.Field::isFile)
        .containsExactly(true, false, false);
    assertThat(form.text("model")).contains("whisper");
    assertThat(form.text("language")).contains("");
    assertThat(form.text("file")).isEmpty();
    assertThat(form.text("prompt")).isEmpty();
  }

  @Test
  void changesOneFieldAndNoOtherByte() throws IOException {
    var out = new ByteArrayOutputStream();

    FormScan.of(bytes(FORM), "b0").with("model", "whisper-large-v3").writeTo(out);

    assertThat(out.toString(UTF_8)).isEqualTo(FORM.replace("whisper", "whisper-large-v3"));
  }

  @Test
  void refusesEveryFormThatWasCut() {
    var whole = bytes(FORM);
    for (int length = 0; length < whole.length - 4; length++) {
      var cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> FormScan.of(cut, "b0"))
          .as("cut after %d bytes", length)
          .isInstanceOf(CallFailed.class);
    }
  }

  @Test
  void refusesAFieldWithoutARoomForItsValue() {
    var form = "--b0\r\nContent-Disposition: form-data; name=a\r\n\r\n--b0--\r\n";

    assertThatThrownBy(() -> FormScan.of(bytes(form), "b0")).isInstanceOf(CallFailed.class);
  }

  @Test
  void refusesAFieldThatStandsThereTwice() {
    var twice = FORM.replace("name=language", "name=model");

    assertThatThrownBy(() -> FormScan.of(bytes(twice), "b0").text("model"))
        .isInstanceOfSatisfying(
            CallFailed.class, failure -> assertThat(failure.param()).contains("model"));
  }

  @Test
  void refusesMoreFieldsThanItsBound() {
    var many =
        "--b0\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n".repeat(257) + "--b0--\r\n";

    assertThatThrownBy(() -> FormScan.of(bytes(many), "b0"))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("256");
  }

  @ParameterizedTest
  @CsvSource({
    "multipart/form-data; boundary=b0, b0",
    "Multipart/Form-Data;charset=utf-8; Boundary=\"b 0\", b 0",
  })
  void readsTheBoundary(String contentType, String boundary) {
    assertThat(FormScan.boundary(contentType)).contains(boundary);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "multipart/form-data",
        "multipart/mixed; boundary=b",
        "multipart/form-data; boundary="
      })
  void knowsWhatIsNoForm(String contentType) {
    assertThat(FormScan.boundary(contentType)).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
