package dev.headgate.runtime.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.access.Lineage.Step;
import dev.headgate.store.encryption.KeyedHash;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Writes lineages into a header and reads them back. A seal keeps whoever carries one from making
/// it shorter. Thread-safe.
///
/// The form is `root=ID,until=MILLIS,budget=NANOS,step=NAME~HASH,…;SEAL` with encoded names, in the
/// manner of W3C baggage; the seal is the first half of an HMAC-SHA-256, in base64url.
public final class LineageSeal {
  public static final String HEADER = RelayBody.LINEAGE;

  private static final int MAX_CHARACTERS = 8_192;
  private static final int MAX_STEPS = 64;
  private static final int SEAL_BYTES = 16;

  private final KeyedHash hash;

  public LineageSeal(KeyedHash hash) {
    this.hash = hash;
  }

  public String write(Lineage lineage) {
    var text = new StringBuilder("root=").append(encoded(lineage.root()));
    if (lineage.deadlineMillis() > 0) {
      text.append(",until=").append(lineage.deadlineMillis());
    }
    if (lineage.budgetNanos() >= 0) {
      text.append(",budget=").append(lineage.budgetNanos());
    }
    for (var step : lineage.steps()) {
      text.append(",step=")
          .append(encoded(step.name()))
          .append('~')
          .append(encoded(step.argumentsHash()));
    }
    var sealed = text.toString();
    return sealed + ";" + seal(sealed);
  }

  /// Throws [CallFailed] if the text was not written by this house, or was changed.
  public Lineage read(String header) {
    var end = header.lastIndexOf(';');
    if (end < 0 || header.length() > MAX_CHARACTERS || !isSealed(header, end)) {
      throw CallFailed.invalid(
          HEADER,
          "the header %s was not written by this gateway, or was changed; pass it on as it came"
              .formatted(HEADER));
    }
    return parse(header.substring(0, end));
  }

  private boolean isSealed(String header, int end) {
    var expected = seal(header.substring(0, end)).getBytes(US_ASCII);
    return MessageDigest.isEqual(expected, header.substring(end + 1).getBytes(UTF_8));
  }

  // What is parsed was sealed, so its form is our own.
  private static Lineage parse(String text) {
    var root = "";
    var until = 0L;
    var budget = -1L;
    List<Step> steps = new ArrayList<>();
    for (var part : text.split(",", MAX_STEPS + 3)) {
      var equals = part.indexOf('=');
      var value = part.substring(equals + 1);
      switch (part.substring(0, Math.max(equals, 0))) {
        case "root" -> root = decoded(value);
        case "until" -> until = Long.parseLong(value);
        case "budget" -> budget = Long.parseLong(value);
        case "step" -> {
          var tilde = value.lastIndexOf('~');
          steps.add(
              new Step(decoded(value.substring(0, tilde)), decoded(value.substring(tilde + 1))));
        }
        default -> throw new IllegalStateException("a lineage that nobody writes: " + part);
      }
    }
    return new Lineage(root, steps, until, budget);
  }

  private String seal(String text) {
    var whole = hash.of(text.getBytes(UTF_8));
    var half = Arrays.copyOf(whole, SEAL_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(half);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("~", "%7E");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
