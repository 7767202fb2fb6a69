package dev.headgate.runtime.flags;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.config.NearestName;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.store.database.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The flags as they are now: as they were set last, else as they are declared. A change counts
/// from the next tier on, also for calls that run. Thread-safe.
public final class Flags {
  private static final int MAX_NAME_CHARACTERS = 128;

  private final SqlFlags sql;
  private final Supplier<Map<String, FlagConfig>> declared;
  private final InstantSource clock;
  private final Map<String, SetFlag> known;

  /// A flag as it is now.
  ///
  /// @param last how it was set last, null if nobody has
  public record Standing(FlagConfig declared, boolean on, @Nullable SetFlag last) {}

  /// @param declared as they are declared now, by name
  public Flags(Database core, Supplier<Map<String, FlagConfig>> declared, InstantSource clock) {
    this.sql = new SqlFlags(core);
    this.declared = declared;
    this.clock = clock;
    this.known = new ConcurrentHashMap<>(sql.load());
  }

  /// Whether a flag is on; one that is not declared any more is not.
  public boolean isOn(String name) {
    var flag = declared.get().get(name);
    if (flag == null) {
      return false;
    }
    var set = known.get(name);
    return set == null ? flag.on() : set.on();
  }

  /// All that are declared, in their order.
  public List<Standing> all() {
    var all = new ArrayList<Standing>();
    for (var flag : declared.get().values()) {
      all.add(new Standing(flag, isOn(flag.name()), known.get(flag.name())));
    }
    return all;
  }

  /// Sets a flag; when this returns it counts, and survives a power cut.
  ///
  /// @param by who says so
  public synchronized Standing set(String name, boolean on, String by) {
    var flag = declared.get().get(name);
    if (flag == null) {
      var names = declared.get().keySet();
      throw CallFailed.invalid(
          "name",
          "there is no flag \"%s\"; %s"
              .formatted(
                  Names.shown(name),
                  NearestName.of(name, names)
                      .map(near -> "did you mean \"" + near + "\"?")
                      .orElse("declare it in headgate.yaml, section flags")));
    }
    if (by.length() > MAX_NAME_CHARACTERS) {
      throw CallFailed.invalid(
          "by", "\"by\" is a name of at most %d characters".formatted(MAX_NAME_CHARACTERS));
    }
    var set = new SetFlag(on, clock.millis(), by);
    sql.set(name, set);
    known.put(name, set);
    return new Standing(flag, on, set);
  }
}
