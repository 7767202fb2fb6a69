package dev.headgate.providers.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.ids.Sha256;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS's Signature Version 4. Source: AWS, IAM user guide, "Create a signed AWS API request".
///
/// @param accessKey the public half of the credentials
/// @param secretKey the other half; never written anywhere
record Signature(String accessKey, String secretKey, String region, String service) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String TERMINATOR = "aws4_request";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DATE_CHARACTERS = 8;

  /// What is signed of a request.
  ///
  /// @param path as it goes over the wire, already encoded once
  /// @param query as it goes over the wire, its parameters in order
  /// @param headers by their names in small letters, `x-amz-date` among them
  /// @param payloadHash SHA-256 of the body, in hex
  record Signed(
      String method,
      String path,
      String query,
      SortedMap<String, String> headers,
      String payloadHash) {}

  /// The value of the header `x-amz-date`.
  static String time(Instant now) {
    return TIME.format(now);
  }

  /// The value of the header `Authorization`.
  ///
  /// @param time as [#time] wrote it
  String authorization(Signed request, String time) {
    var date = time.substring(0, DATE_CHARACTERS);
    var scope = String.join("/", date, region, service, TERMINATOR);
    var signedHeaders = String.join(";", request.headers.keySet());
    var toSign =
        String.join("\n", ALGORITHM, time, scope, sha256(canonical(request, signedHeaders)));
    var signature = HexFormat.of().formatHex(hmac(signingKey(date), toSign));
    return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(ALGORITHM, accessKey, scope, signedHeaders, signature);
  }

  private static String canonical(Signed request, String signedHeaders) {
    var headers = new StringBuilder();
    request.headers.forEach((name, value) ->
        headers.append(name).append(':').append(value.strip().replaceAll(" +", " ")).append('\n'));
    return String.join(
        "\n",
        request.method,
        encoded(request.path, true),
        request.query,
        headers,
        signedHeaders,
        request.payloadHash);
  }

  private byte[] signingKey(String date) {
    var ofDate = hmac(("AWS4" + secretKey).getBytes(UTF_8), date);
    return hmac(hmac(hmac(ofDate, region), service), TERMINATOR);
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(Sha256.digest().digest(text.getBytes(UTF_8)));
  }

  /// Percent-encodes all but letters, digits and `-._~`.
  ///
  /// @param keepsSlashes whether a slash stays one
  static String encoded(String text, boolean keepsSlashes) {
    var out = new StringBuilder(text.length() + 16);
    for (var b : text.getBytes(UTF_8)) {
      if (isPlain(b) || (keepsSlashes && b == '/')) {
        out.append((char) b);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "Signature[" + accessKey + ", " + region + ", " + service + "]";
  }
}
