package dev.headgate.server.config;

import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.Tree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML 1.2 into a tree with positions. Works on the parser's events: nothing is constructed,
/// and aliases, tags and second documents are refused, so that the size of a file bounds the tree.
final class YamlReader {
  static final int MAX_DEPTH = 32;

  /// Stops the reading of a file after a mistake that leaves nothing to go on with.
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable() {
      super(null, null, false, false);
    }
  }

  private final Position start;
  private final Problems problems;
  private final Iterator<Event> events;

  private YamlReader(Position start, String text, Problems problems) {
    this.start = start;
    this.problems = problems;
    var settings =
        LoadSettings.builder()
            .setLabel(start.file())
            .setCodePointLimit(ProjectFiles.MAX_FILE_BYTES)
            .build();
    events = new Parse(settings).parseString(text).iterator();
  }

  /// The document, an empty mapping if there is none; nothing if the text is not YAML.
  ///
  /// @param start where the text begins in its file, at the start of a line
  static Optional<Tree> read(Position start, String text, Problems problems) {
    try {
      return Optional.of(new YamlReader(start, text, problems).document());
    } catch (Unreadable _) {
      return Optional.empty();
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      problems.add(mark.map(m -> position(start, m)).orElse(start), "not YAML: " + explained(e));
      return Optional.empty();
    } catch (ReaderException e) {
      problems.add(
          start.plus(text, text.offsetByCodePoints(0, e.getPosition())),
          "the character U+%04X cannot stand in YAML; remove it".formatted(e.getCodePoint()));
      return Optional.empty();
    } catch (YamlEngineException e) {
      problems.add(start, "not YAML: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String explained(MarkedYamlEngineException e) {
    var context = e.getContext() == null ? "" : e.getContext() + ", ";
    return (context + e.getProblem()).strip().replaceAll("\\s+", " ");
  }

  private Tree document() {
    Tree document = Tree.Mapping.empty(start);
    var documents = 0;
    while (events.hasNext()) {
      var event = events.next();
      if (event.getEventId() == Event.ID.DocumentStart && ++documents > 1) {
        throw stop(event, "a second document begins here; a declaration is one document");
      }
      if (documents == 1 && isNode(event)) {
        document = node(event, 0);
      }
    }
    return document;
  }

  private static boolean isNode(Event event) {
    return event instanceof ScalarEvent
        || event instanceof CollectionStartEvent
        || event instanceof AliasEvent;
  }

  private Tree node(Event event, int depth) {
    if (depth > MAX_DEPTH) {
      throw stop(event, "nested deeper than " + MAX_DEPTH + " levels");
    }
    return switch (event) {
      case ScalarEvent scalar -> {
        refuseTag(event, scalar.getTag());
        yield new Tree.Scalar(position(event), scalar.getValue(), scalar.isPlain());
      }
      case MappingStartEvent mapping -> {
        refuseTag(event, mapping.getTag());
        yield mapping(mapping, depth);
      }
      case SequenceStartEvent sequence -> {
        refuseTag(event, sequence.getTag());
        var items = new ArrayList<Tree>();
        for (var item = events.next();
            item.getEventId() != Event.ID.SequenceEnd;
            item = events.next()) {
          items.add(node(item, depth + 1));
        }
        yield new Tree.Sequence(position(sequence), items);
      }
      default -> throw stop(event, "aliases (*name) are not read; write the value out");
    };
  }

  private Tree mapping(MappingStartEvent start, int depth) {
    var entries = new LinkedHashMap<String, Tree.Entry>();
    for (var key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
      if (!(key instanceof ScalarEvent scalar)) {
        throw stop(key, "a key is a plain text");
      }
      var name = scalar.getValue();
      var entry = new Tree.Entry(position(key), node(events.next(), depth + 1));
      var earlier = entries.putIfAbsent(name, entry);
      if (earlier != null) {
        problems.add(
            entry.keyAt(),
            "\"%s\" stands here twice, first in line %d; remove one"
                .formatted(name, earlier.keyAt().line()));
      }
    }
    return new Tree.Mapping(position(start), entries);
  }

  private void refuseTag(Event event, Optional<String> tag) {
    if (tag.isPresent()) {
      problems.add(position(event), "tags (" + tag.get() + ") are not read; remove it");
    }
  }

  private Unreadable stop(Event event, String message) {
    problems.add(position(event), message);
    return new Unreadable();
  }

  private Position position(Event event) {
    return event.getStartMark().map(mark -> position(start, mark)).orElse(start);
  }

  private static Position position(Position start, Mark mark) {
    return new Position(start.file(), start.line() + mark.getLine(), mark.getColumn() + 1);
  }
}
