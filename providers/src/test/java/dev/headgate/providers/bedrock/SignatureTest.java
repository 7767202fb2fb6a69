package dev.headgate.providers.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Against the requests that AWS published with their signatures: its test suite of Signature
/// Version 4, and the example of the IAM user guide.
class SignatureTest {
  private static final String TIME = Signature.time(Instant.parse("2015-08-30T12:36:00Z"));
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String EMPTY = Signature.sha256("");

  @Test
  void signsTheSimplestRequest() {
    assertThat(suite("GET", "/", "", Map.of()))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders=host;x-amz-date,"
                + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  }

  @Test
  void signsAPost() {
    assertThat(suite("POST", "/", "", Map.of()))
        .endsWith("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  }

  @Test
  void signsAQuery() {
    assertThat(suite("GET", "/", "Param1=value1&Param2=value2", Map.of()))
        .endsWith("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  }

  @Test
  void signsTheExampleOfTheGuide() {
    var headers =
        Map.of(
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8",
            "host",
            "iam.amazonaws.com",
            "x-amz-date",
            TIME);
    var request =
        new Signature.Signed(
            "GET", "/", "Action=ListUsers&Version=2010-05-08", new TreeMap<>(headers), EMPTY);

    assertThat(
            new Signature("AKIDEXAMPLE", SECRET, "us-east-1", "iam").authorization(request, TIME))
        .endsWith(
            "SignedHeaders=content-type;host;x-amz-date,"
                + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }

  @Test
  void signsWhatIsEncodedInAPathOnceMore() {
    assertThat(Signature.encoded("/model/a%3A0/converse", true))
        .isEqualTo("/model/a%253A0/converse");
    assertThat(Signature.encoded("arn:aws:x/é~", false)).isEqualTo("arn%3Aaws%3Ax%2F%C3%A9~");
  }

  @Test
  void neverShowsItsSecret() {
    assertThat(new Signature("AKIDEXAMPLE", SECRET, "us-east-1", "iam").toString())
        .doesNotContain(SECRET);
  }

  private static String suite(String method, String path, String query, Map<String, String> more) {
    var headers = new TreeMap<>(more);
    headers.put("host", "example.amazonaws.com");
    headers.put("x-amz-date", TIME);
    return new Signature("AKIDEXAMPLE", SECRET, "us-east-1", "service")
        .authorization(new Signature.Signed(method, path, query, headers, EMPTY), TIME);
  }
}
