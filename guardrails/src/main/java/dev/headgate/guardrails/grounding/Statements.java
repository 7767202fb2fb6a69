package dev.headgate.guardrails.grounding;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads a text sentence by sentence, and tells what claims something from what does not. Remembers
/// what was said before, since short sentences speak of that. For one thread.
final class Statements {
  /// A shorter sentence is read with the one before it.
  private static final int FEW_WORDS = 3;

  private static final Pattern BULLET =
      Pattern.compile("^(?:[-*+•–]|\\(?\\d{1,3}[.)]|[a-z]\\))\\s+");
  private static final Pattern MARKERS = Pattern.compile("\\s*\\[\\d[\\d, ]*\\]");
  private static final Pattern LINK = Pattern.compile("!?\\[([^\\]]*)\\]\\([^)\\s]*\\)");
  private static final Pattern EMPHASIS = Pattern.compile("\\*\\*|__|`|(?:^|\\s)>\\s");

  /// What is said to be nice, to lead over to something, or to say that there is nothing to say.
  private static final Pattern NO_CLAIM =
      Pattern.compile(
          "(?i)^(?:"
              + "(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day)|welcome|hallo|guten (?:tag|morgen|abend))\\b.{0,40}$"
              + "|(?:thanks|thank you|you're welcome|you are welcome|my pleasure|no problem|danke|vielen dank|gern geschehen)\\b.{0,80}$"
              + "|(?:sure|certainly|of course|absolutely|great question|good question|okay|ok|yes|no|natürlich|gerne|ja|nein)[,.! ]*$"
              + "|(?:i am |i'm )?(?:happy|glad) to help\\b.{0,60}$"
              + "|(?:i )?hope (?:this|that) helps\\b.{0,60}$"
              + "|(?:please )?(?:let me know|feel free|don't hesitate|do not hesitate)\\b.*$"
              + "|if you (?:have|need|want|would like)\\b.{0,80}\\b(?:question|help|ask|let me know|assist|contact)\\w*\\b.*$"
              + "|(?:here (?:is|are)|below (?:is|are)|the following)\\b.{0,80}:$"
              + "|(?:according to|based on) (?:the|these|those|this) \\w+[,.:]?$"
              + "|(?:i'm |i am |we're |we are )?(?:sorry|afraid|unfortunately)\\b.{0,20}$"
              + ")");

  private static final Pattern NOT_SAID =
      Pattern.compile(
          "(?i)\\b(?:documents?|docs|documentation|context|sources?|passages?|texts?|information|excerpts?|articles?|materials?|unterlagen|dokumente?)\\b"
              + ".{0,60}\\b(?:do not|does not|don't|doesn't|did not|didn't|no|not|nothing|nicht|keine?|nichts)\\b"
              + ".{0,40}\\b(?:say|tell|state|mention|contain|include|specify|specified|describe|provide|provided|cover|address|explain|answer|information|available|found|enthalten|nennen|sagen|beschreiben)\\w*"
              + "|\\b(?:i|we) (?:do not|don't|cannot|can't|could not|couldn't|am not able to|am unable to|are unable to) (?:know|find|tell|say|see|answer|determine|have (?:any |enough |that |this )?information)\\b"
              + "|\\b(?:there is|there's|i have|i found|we have) no (?:\\w+ ){0,2}(?:information|mention|document|details?|answer)\\b"
              + "|\\b(?:is|are) not (?:mentioned|stated|specified|described|covered|provided|documented)\\b.{0,40}\\b(?:document|context|source|text|passage|information)\\w*"
              + "|\\b(?:unterlagen|dokumente?)\\b.{0,60}\\b(?:nichts|nicht|keine?)\\b"
              + "|\\b(?:ich|wir) (?:weiß|wissen|kann|können|finde|finden)\\b.{0,40}\\b(?:nicht|nichts|keine?)\\b");

  private static final Set<String> REFERRING =
      Set.of(
          "it",
          "its",
          "they",
          "them",
          "their",
          "this",
          "that",
          "these",
          "those",
          "he",
          "she",
          "his",
          "her",
          "him",
          "both",
          "such",
          "there",
          "then",
          "also",
          "otherwise",
          "so",
          "yes",
          "no",
          "er",
          "sie",
          "es",
          "dies",
          "diese",
          "dieser",
          "dieses");

  /// A claim as it is judged.
  ///
  /// @param start in the text
  /// @param end exclusive
  /// @param plain the claim without its markup
  /// @param about what it speaks of, empty if it speaks for itself
  record Statement(int start, int end, String plain, String about) {}

  private String last = "";
  private String leadIn = "";
  private boolean inCode;

  /// Forgets what was said before.
  void begin() {
    last = "";
    leadIn = "";
    inCode = false;
  }

  /// The claims of the next piece of the text.
  List<Statement> read(String text) {
    var found = new ArrayList<Statement>();
    for (var range : Sentences.of(text)) {
      var raw = range.of(text);
      if (raw.startsWith("```") || raw.startsWith("~~~")) {
        inCode = !inCode;
        continue;
      }
      if (inCode || raw.startsWith("#") || raw.startsWith("<!--")) {
        continue;
      }
      var isItem = BULLET.matcher(raw).find();
      var plain = plain(raw);
      if (plain.endsWith(":")) {
        leadIn = plain;
        last = "";
        continue;
      }
      var words = Word.of(plain);
      if (!claims(plain, words)) {
        continue;
      }
      if (!isItem
          && !last.isEmpty()
          && range.start() > 0
          && text.charAt(range.start() - 1) == '\n') {
        leadIn = "";
      }
      found.add(new Statement(range.start(), range.end(), plain, about(plain, words, isItem)));
      last = plain;
    }
    return found;
  }

  private String about(String plain, List<Word> words, boolean isItem) {
    if (isItem && !leadIn.isEmpty()) {
      return leadIn;
    }
    var meaning = words.stream().filter(Word::hasMeaning).count();
    var refers = REFERRING.contains(words.getFirst().lower());
    var before = last.isEmpty() ? leadIn : last;
    return (meaning <= FEW_WORDS || refers) && !before.equals(plain) ? before : "";
  }

  static String plain(String raw) {
    var text = BULLET.matcher(raw).replaceFirst("");
    text = LINK.matcher(text).replaceAll("$1");
    text = MARKERS.matcher(text).replaceAll("");
    return EMPHASIS.matcher(text).replaceAll(" ").strip().replaceAll(" {2,}", " ");
  }

  static boolean claims(String plain, List<Word> words) {
    return words.stream().anyMatch(Word::hasMeaning)
        && !plain.endsWith("?")
        && !NO_CLAIM.matcher(plain).find()
        && !NOT_SAID.matcher(plain).find();
  }
}
