package io.weir.rules.internal.cel;

import static io.weir.rules.internal.cel.CelType.BOOL;
import static io.weir.rules.internal.cel.CelType.DOUBLE;
import static io.weir.rules.internal.cel.CelType.INT;
import static io.weir.rules.internal.cel.CelType.STRING;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of functions and the choice of an overload. */
final class Functions {
  /** Makes the closure of a call; {@code failure} carries the position of the call. */
  interface Maker {
    Expr make(List<Typed> arguments, Failure failure);
  }

  private record Overload(
      String name, boolean receiver, List<CelType> in, CelType out, String failure, Maker maker) {
    @Override
    public String toString() {
      List<CelType> rest = receiver ? in.subList(1, in.size()) : in;
      return (receiver ? in.get(0) + "." : "")
          + name
          + rest.stream().map(CelType::toString).collect(Collectors.joining(", ", "(", ")"));
    }
  }

  static final List<CelType> LONG = one(INT);
  static final List<CelType> REAL = one(DOUBLE);
  static final List<CelType> TEXT = one(STRING);
  static final List<CelType> LONGS = List.of(INT, INT);
  static final List<CelType> TEXTS = List.of(STRING, STRING);

  private static final Map<String, List<Overload>> TABLE = new TreeMap<>();

  static {
    Conversions.define();
    TextFunctions.define();
    MathFunctions.define();
    for (CelType type : CelType.values()) {
      define("dyn", List.of(type), type, (a, failure) -> a.get(0).expr());
    }
  }

  private Functions() {}

  static void define(String name, List<CelType> in, CelType out, Maker maker) {
    define(name, in, out, "", maker);
  }

  static void define(String name, List<CelType> in, CelType out, String failure, Maker maker) {
    add(new Overload(name, false, in, out, failure, maker));
  }

  static void defineReceiver(String name, List<CelType> in, CelType out, Maker maker) {
    add(new Overload(name, true, in, out, "", maker));
  }

  private static void add(Overload overload) {
    TABLE.computeIfAbsent(overload.name, n -> new ArrayList<>()).add(overload);
  }

  static void requireKnown(String name, Source source, Token token) throws CelException {
    if (!TABLE.containsKey(name) && !Extremum.isFunction(name)) {
      throw source.error(token, unknown(name));
    }
  }

  /** The call of a known function. */
  static Typed call(
      String name, boolean receiver, List<Typed> arguments, Source source, Token token)
      throws CelException {
    List<Overload> overloads = TABLE.getOrDefault(name, List.of());
    List<CelType> types = arguments.stream().map(Typed::type).toList();
    for (Overload overload : overloads) {
      if (overload.receiver == receiver && overload.in.equals(types)) {
        Failure failure = source.failure(token, overload.failure);
        return Typed.of(overload.out, overload.maker.make(arguments, failure));
      }
    }
    Overload asked = new Overload(name, receiver, types, BOOL, "", (a, failure) -> a.get(0).expr());
    throw source.error(
        token,
        asked
            + " does not exist, there is "
            + overloads.stream().map(Overload::toString).collect(Collectors.joining(", ")));
  }

  private static String unknown(String name) {
    return switch (name) {
      case "matches" ->
          "regular expressions are not supported, their time has no bound; use contains(),"
              + " startsWith() or endsWith()";
      case "uint",
          "bytes",
          "timestamp",
          "duration",
          "type",
          "has",
          "all",
          "exists",
          "exists_one",
          "map",
          "filter" ->
          "this function of CEL is not part of the subset that rules use";
      default -> "no such function" + Suggestion.didYouMean(name, names());
    };
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(TABLE.keySet());
    names.addAll(List.of("ch", "isGood", "math.greatest", "math.least"));
    return names;
  }

  /** The parameters of a function of one argument, for the tables. */
  static List<CelType> one(CelType type) {
    return List.of(type);
  }
}
