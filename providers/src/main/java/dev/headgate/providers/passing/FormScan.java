package dev.headgate.providers.passing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.errors.CallFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A body of `multipart/form-data` (RFC 7578), read once and not taken apart: the names of its
/// fields and where their bytes stand. Immutable.
public final class FormScan {
  /// Most fields of a form.
  public static final int MAX_FIELDS = 256;

  /// Longest head of a field, in bytes.
  public static final int MAX_HEAD_BYTES = 8 * 1024;

  /// Longest boundary, in characters: RFC 2046, 5.1.1.
  public static final int MAX_BOUNDARY_CHARACTERS = 70;

  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(ISO_8859_1);

  /// A field of the form.
  ///
  /// @param isFile whether it has a file name
  public record Field(String name, boolean isFile, int from, int to) {}

  private final byte[] form;
  private final List<Field> fields;

  private FormScan(byte[] form, List<Field> fields) {
    this.form = form;
    this.fields = List.copyOf(fields);
  }

  /// The boundary that a `Content-Type` names, if it is one of a form.
  public static Optional<String> boundary(String contentType) {
    var parts = contentType.split(";", -1);
    if (!parts[0].strip().equalsIgnoreCase("multipart/form-data")) {
      return Optional.empty();
    }
    for (int i = 1; i < parts.length; i++) {
      var parameter = parts[i].strip();
      if (parameter.regionMatches(true, 0, "boundary=", 0, 9)) {
        var value = unquoted(parameter.substring(9));
        return value.isEmpty() || value.length() > MAX_BOUNDARY_CHARACTERS
            ? Optional.empty()
            : Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /// @param form not copied, must not change any more
  /// @throws CallFailed `INVALID_REQUEST` if it is no whole form
  public static FormScan of(byte[] form, String boundary) {
    var delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
    var fields = new ArrayList<Field>();
    var at = opening(form, delimiter);
    while (!isLast(form, at)) {
      if (fields.size() == MAX_FIELDS) {
        throw broken("it has more than " + MAX_FIELDS + " fields");
      }
      var head = afterLine(form, at);
      var end = indexOf(form, END_OF_HEAD, head - 2, head - 2 + MAX_HEAD_BYTES);
      if (end < 0) {
        throw broken("the head of a field never ends");
      }
      var from = end + END_OF_HEAD.length;
      var to = indexOf(form, delimiter, from, form.length);
      if (to < 0) {
        throw broken("its last boundary is missing");
      }
      fields.add(field(new String(form, head, Math.max(0, end - head), UTF_8), from, to));
      at = to + delimiter.length;
    }
    return new FormScan(form, fields);
  }

  public List<Field> fields() {
    return fields;
  }

  /// The value of a field that is no file.
  ///
  /// @throws CallFailed `INVALID_REQUEST` if there are several of the name
  public Optional<String> text(String name) {
    return field(name).map(field -> new String(form, field.from, field.to - field.from, UTF_8));
  }

  /// The form with another value in a field.
  public RelayBody with(String name, String value) {
    var field = field(name).orElseThrow();
    return new RelayBody(
        form, List.of(new RelayBody.Edit(field.from, field.to, value.getBytes(UTF_8))));
  }

  private Optional<Field> field(String name) {
    var found = fields.stream().filter(it -> it.name.equals(name) && !it.isFile).toList();
    if (found.size() > 1) {
      throw CallFailed.invalid(name, "the form has \"" + name + "\" twice");
    }
    return found.stream().findFirst();
  }

  private static int opening(byte[] form, byte[] delimiter) {
    // The first delimiter needs no line break before it; what stands before it means nothing.
    if (startsWith(form, 0, delimiter, 2)) {
      return delimiter.length - 2;
    }
    var at = indexOf(form, delimiter, 0, form.length);
    if (at < 0) {
      throw broken("its boundary is not the one of its Content-Type");
    }
    return at + delimiter.length;
  }

  private static boolean isLast(byte[] form, int at) {
    return at + 1 < form.length && form[at] == '-' && form[at + 1] == '-';
  }

  private static int afterLine(byte[] form, int from) {
    var at = from;
    while (at < form.length && (form[at] == ' ' || form[at] == '\t')) {
      at++;
    }
    if (at + 1 >= form.length || form[at] != '\r' || form[at + 1] != '\n') {
      throw broken("a boundary is followed by something");
    }
    return at + 2;
  }

  private static Field field(String head, int from, int to) {
    for (var line : head.split("\r\n", -1)) {
      var colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase("content-disposition")) {
        var value = line.substring(colon + 1);
        var name = parameter(value, "name");
        if (name.isPresent()) {
          var file = parameter(value, "filename").isPresent();
          return new Field(name.get(), file || parameter(value, "filename*").isPresent(), from, to);
        }
      }
    }
    throw broken("a field has no name");
  }

  private static Optional<String> parameter(String disposition, String name) {
    for (int at = disposition.indexOf(';'); at >= 0; at = nextSemicolon(disposition, at + 1)) {
      var rest = disposition.substring(at + 1);
      var equals = rest.indexOf('=');
      if (equals > 0 && rest.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(name)) {
        var end = nextSemicolon(rest, equals + 1);
        return Optional.of(
            unquoted(end < 0 ? rest.substring(equals + 1) : rest.substring(equals + 1, end)));
      }
    }
    return Optional.empty();
  }

  private static int nextSemicolon(String text, int from) {
    var quoted = false;
    for (int i = from; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static String unquoted(String value) {
    var text = value.strip();
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from, int to) {
    var last = Math.min(to, bytes.length) - wanted.length;
    for (int i = Math.max(0, from); i <= last; i++) {
      if (bytes[i] == wanted[0] && startsWith(bytes, i, wanted, 0)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] wanted, int skip) {
    if (at + wanted.length - skip > bytes.length) {
      return false;
    }
    for (int i = skip; i < wanted.length; i++) {
      if (bytes[at + i - skip] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static CallFailed broken(String why) {
    return CallFailed.invalid("body", "the body is not a whole multipart/form-data: " + why);
  }
}
