package dev.headgate.retrieval.ingest;

import dev.headgate.kernel.search.SourceText;
import dev.headgate.retrieval.ingest.cleaning.Format;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Texts handed over as they are, in memory.
public final class TextSource implements DocumentSource {
  private final List<SourceText> texts;

  public TextSource(Collection<SourceText> texts) {
    this.texts = List.copyOf(texts);
  }

  @Override
  public Listing list() {
    var names = new HashSet<String>();
    var documents = new ArrayList<SourceDocument>();
    var failed = new ArrayList<FailedDocument>();
    for (var text : texts) {
      if (names.add(text.name())) {
        documents.add(new TextDocument(text));
      } else {
        failed.add(new FailedDocument(text.name(), "another text has this name"));
      }
    }
    return new Listing(documents, failed, Set.of());
  }

  private record TextDocument(SourceText source) implements SourceDocument {
    @Override
    public String name() {
      return source.name();
    }

    @Override
    public Optional<RawDocument> read() {
      var hash =
          ContentHash.of(
              source.title().getBytes(StandardCharsets.UTF_8),
              new byte[1],
              source.text().getBytes(StandardCharsets.UTF_8));
      return Optional.of(new RawDocument(hash, Format.PLAIN, source.title(), source.text()));
    }
  }
}
