package dev.headgate.providers.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.ids.Sha256;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;

/// The ids of tool calls in one request to a dialect that needs one for each call: others have
/// none, or use other signs. Not thread-safe.
public final class CallIds {
  private static final int INVENTED_CHARACTERS = 24;

  private final Map<String, Queue<String>> unanswered = new HashMap<>();
  private final boolean strict;
  private int invented;

  /// @param strict whether an id may hold only letters, digits, `_` and `-`
  public CallIds(boolean strict) {
    this.strict = strict;
  }

  /// An id that is the same for the same answer and position.
  public static String invented(String seed, int position) {
    var hash = Sha256.digest().digest((seed + "/" + position).getBytes(UTF_8));
    return "toolu_" + HexFormat.of().formatHex(hash).substring(0, INVENTED_CHARACTERS);
  }

  public String of(Part.ToolCall call) {
    if (!call.id().isEmpty()) {
      return written(call.id());
    }
    var id = "toolu_" + invented++;
    unanswered.computeIfAbsent(call.name(), _ -> new ArrayDeque<>()).add(id);
    return id;
  }

  /// The id of the call that it answers: of calls without ids, the first of that name that has no
  /// result yet.
  public String of(Part.ToolResult result) {
    if (!result.callId().isEmpty()) {
      return written(result.callId());
    }
    var calls = unanswered.getOrDefault(result.name(), new ArrayDeque<>());
    return calls.isEmpty() ? "toolu_unknown" : calls.remove();
  }

  private String written(String id) {
    if (!strict || id.chars().allMatch(CallIds::fits)) {
      return id;
    }
    var changed = new StringBuilder(id.length());
    id.chars().forEach(c -> changed.append(fits(c) ? (char) c : '_'));
    return changed.toString();
  }

  private static boolean fits(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
