package dev.headgate.guardrails.links;

import com.google.re2j.Pattern;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Links and images whose host is not allowed. They are taken out of an answer: of a link the
/// address goes and its text stays, an image goes whole.
public final class LinkKind implements DetectorKind {
  private static final String NAME = "links";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "Takes links and images out of answers whose host is not allowed";
  }

  @Override
  public Set<Stage> stages() {
    return Set.of(Stage.OUTPUT);
  }

  @Override
  public boolean removes() {
    return true;
  }

  @Override
  public Detector read(ConfigNode section) {
    var hosts =
        section.texts(
            "allowed-hosts",
            List.of(),
            "Hosts that may be linked, such as docs.example.com; *.example.com stands for every"
                + " host below it");
    return new Links(hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList());
  }

  private static final class Links implements Detector {
    private static final Pattern IMAGE =
        Pattern.compile("!\\[[^\\]]*\\](?:\\(([^)]*)\\)|\\[[^\\]]*\\])|(?i:<img\\b[^>]*>)");
    // Without a scheme only where Markdown or HTML makes it an address: code has such comments.
    private static final Pattern ADDRESS =
        Pattern.compile(
            "(?i:\\(?(?:(?:https?|ftp|wss?)://|data:[a-z]+/|javascript:)|\\(//)[^\\s)>\"'\\]]+\\)?");
    private static final Pattern HOST =
        Pattern.compile("(?i)(?:[a-z]+:)?//(?:[^/?#\\s]*@)?([^/?#:\\s)>\"'\\]]+)");

    private final List<String> allowed;

    Links(List<String> allowed) {
      this.allowed = allowed;
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public List<Finding> find(String text) {
      var found = new ArrayList<Finding>();
      var end = 0;
      var image = IMAGE.matcher(text);
      while (image.find()) {
        addresses(text, end, image.start(), found);
        if (!isAllowed(image.group())) {
          found.add(new Finding("image", image.start(), image.end(), 1));
        }
        end = image.end();
      }
      addresses(text, end, text.length(), found);
      return found;
    }

    private void addresses(String text, int from, int to, List<Finding> found) {
      var address = ADDRESS.matcher(text.substring(from, to));
      while (address.find()) {
        var written = address.group();
        // A bracket that was opened before the address closes behind it too.
        var end = written.endsWith(")") && !written.startsWith("(") ? 1 : 0;
        if (!isAllowed(written)) {
          found.add(new Finding("link", from + address.start(), from + address.end() - end, 1));
        }
      }
    }

    // An address without a host stays where it is; one that runs or holds data has none.
    private boolean isAllowed(String written) {
      var host = HOST.matcher(written);
      if (!host.find()) {
        var small = written.toLowerCase(Locale.ROOT);
        return !small.contains("data:") && !small.contains("javascript:");
      }
      var name = host.group(1).toLowerCase(Locale.ROOT);
      return allowed.stream()
          .anyMatch(
              one -> one.startsWith("*.") ? name.endsWith(one.substring(1)) : name.equals(one));
    }
  }
}
