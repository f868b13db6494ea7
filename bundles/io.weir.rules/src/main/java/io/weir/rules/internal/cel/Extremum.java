package io.weir.rules.internal.cel;

import java.util.List;

/** {@code math.greatest} and {@code math.least} of numbers of one type. */
final class Extremum {
  private Extremum() {}

  static boolean isFunction(String name) {
    return name.equals("math.greatest") || name.equals("math.least");
  }

  static Typed of(String name, List<Typed> arguments, Source source, Token token)
      throws CelException {
    if (arguments.isEmpty()) {
      throw source.error(token, name + "() needs at least one number");
    }
    CelType type = arguments.get(0).type();
    for (Typed argument : arguments) {
      if (!type.isNumber() || argument.type() != type) {
        throw source.error(
            token,
            name
                + "() takes numbers of one type, here are "
                + type
                + " and "
                + argument.type()
                + "; convert with double() or int()");
      }
    }
    boolean greatest = name.equals("math.greatest");
    return Typed.of(
        type,
        type == CelType.INT
            ? ofLongs(arguments.stream().map(Typed::integer).toArray(LongExpr[]::new), greatest)
            : ofDoubles(arguments.stream().map(Typed::real).toArray(DoubleExpr[]::new), greatest));
  }

  private static LongExpr ofLongs(LongExpr[] all, boolean greatest) {
    return frame -> {
      long best = all[0].eval(frame);
      for (int i = 1; i < all.length; i++) {
        long next = all[i].eval(frame);
        best = (greatest ? next > best : next < best) ? next : best;
      }
      return best;
    };
  }

  private static DoubleExpr ofDoubles(DoubleExpr[] all, boolean greatest) {
    return frame -> {
      double best = all[0].eval(frame);
      for (int i = 1; i < all.length; i++) {
        double next = all[i].eval(frame);
        best = (greatest ? next > best : next < best) ? next : best;
      }
      return best;
    };
  }
}
