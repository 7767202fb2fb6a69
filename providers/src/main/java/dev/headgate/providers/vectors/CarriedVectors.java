package dev.headgate.providers.vectors;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.CarriedUsage;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.function.Function;

/// What a format of vectors has no word for, under the member `headgate` of the whole answer: the
/// model, the counts, what another format knew of each vector.
public final class CarriedVectors {
  private CarriedVectors() {}

  /// What the format wrote, with the member where reading it would not give the same again.
  ///
  /// @param read how the format reads its own object
  public static Json.Obj put(
      Json.Obj written, EmbeddingAnswer answer, Function<Json.Obj, EmbeddingAnswer> read) {
    if (read.apply(written).equals(answer)) {
      return written;
    }
    var vectors = new ArrayList<Json>();
    for (var vector : answer.vectors()) {
      vectors.add(
          CanonicalParts.writeExtras(
                  new ObjectBuilder().put("index", vector.index()), vector.extras())
              .build());
    }
    var member =
        new ObjectBuilder()
            .put("model", answer.responseModel())
            .put("usage", CarriedUsage.counts(answer.usage()))
            .put("vectors", new Json.Arr(vectors));
    return written.with(
        Carried.MEMBER, CanonicalParts.writeExtras(member, answer.extras()).build());
  }

  /// The answer with what is under the member, else as the format reads it.
  public static EmbeddingAnswer of(Json.Obj written, Function<Json.Obj, EmbeddingAnswer> read) {
    var own = read.apply(written.without(Carried.MEMBER));
    var member = written.object(Carried.MEMBER);
    var carried = member.array("vectors");
    if (member.isEmpty() || carried.size() != own.vectors().size()) {
      return own;
    }
    var vectors = new ArrayList<EmbeddingAnswer.Vector>();
    for (int i = 0; i < carried.size(); i++) {
      var known = carried.get(i) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
      vectors.add(
          new EmbeddingAnswer.Vector(
              (int) known.integer("index"),
              own.vectors().get(i).value(),
              CanonicalParts.readExtras(known)));
    }
    return new EmbeddingAnswer(
        member.text("model").orElse(""),
        vectors,
        CarriedUsage.find(member.array("usage")).orElse(own.usage()),
        CanonicalParts.readExtras(member));
  }

  /// A vector of a format that knows only numbers.
  public static Json numbers(EmbeddingAnswer.Vector vector) {
    if (vector.value() instanceof Json.Arr numbers) {
      return numbers;
    }
    throw CallFailed.unsupported(
        "encoding_format",
        "\"encoding_format\" must be float where the model's provider sends only numbers");
  }

  /// For a format that knows no other form.
  ///
  /// @throws CallFailed `UNSUPPORTED_PARAMETER` for vectors that are no 32-bit floats
  public static void requireNumbers(EmbeddingRequest request, Dialect own) {
    switch (request.encoding()) {
      // The same numbers either way.
      case "", "float", "base64" -> {}
      default -> throw ForeignWords.unsupported("encoding_format", own);
    }
  }

  /// What is left of an object as words of the format's dialect.
  public static Extras rest(ObjectReader members, Dialect own) {
    var rest = members.rest();
    return rest.isEmpty() ? Extras.NONE : new Extras(own, rest);
  }

  public static CallFailed none() {
    return new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider's answer holds no vectors");
  }
}
