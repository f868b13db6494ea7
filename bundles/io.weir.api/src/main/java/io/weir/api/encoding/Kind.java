package io.weir.api.encoding;

import io.weir.api.model.ValueType;

/**
 * How a series' values stand in a message: the codes of {@code Batch.kinds} in the schema.
 *
 * <p>Doubles take the first form, in the order of {@link #DOUBLE_FORMS}, that gives every value of
 * the series back bit for bit.
 */
final class Kind {
  static final int BOOLEAN = 1;
  static final int INTEGER = 2;
  static final int DOUBLE = 3;
  static final int TEXT = 4;
  static final int BYTES = 5;
  static final int FLOAT = 6;

  /** {@code integer / 10^k}, k in the low four bits. */
  static final int QUOTIENT = 0x10;

  /** {@code integer * 10^-k}. */
  static final int PRODUCT = 0x20;

  /** {@code integer / 10^k} rounded to a float. */
  static final int FLOAT_QUOTIENT = 0x30;

  static final int MAX_EXPONENT = 9;
  static final double[] POWER = new double[MAX_EXPONENT + 1];
  static final double[] INVERSE = new double[MAX_EXPONENT + 1];

  private static final long EXACT = 1L << 53;
  private static final byte[] DOUBLE_FORMS = new byte[3 * (MAX_EXPONENT + 1) + 2];
  private static final byte[] RANK = new byte[0x40];

  static {
    for (int k = 0; k <= MAX_EXPONENT; k++) {
      POWER[k] = Double.parseDouble("1e" + k);
      INVERSE[k] = Double.parseDouble("1e-" + k);
      form(k, QUOTIENT + k);
      form(MAX_EXPONENT + 1 + k, PRODUCT + k);
      form(2 * (MAX_EXPONENT + 1) + k, FLOAT_QUOTIENT + k);
    }
    form(DOUBLE_FORMS.length - 2, FLOAT);
    form(DOUBLE_FORMS.length - 1, DOUBLE);
  }

  private Kind() {}

  private static void form(int rank, int kind) {
    DOUBLE_FORMS[rank] = (byte) kind;
    RANK[kind] = (byte) rank;
  }

  /** The kind to begin with for values of this type. */
  static byte first(ValueType type) {
    return type == ValueType.DOUBLE ? (byte) QUOTIENT : (byte) type.code();
  }

  /** The type of values of this kind. */
  static ValueType type(int kind) {
    return isDouble(kind) ? ValueType.DOUBLE : ValueType.ofCode(kind);
  }

  /** Whether values stand in the integer column. */
  static boolean isInteger(int kind) {
    return kind >= QUOTIENT || kind == INTEGER;
  }

  /** Whether this is a form of doubles. */
  static boolean isDouble(int kind) {
    return kind == DOUBLE || kind >= FLOAT;
  }

  /** Whether the code means anything. */
  static boolean isKnown(long kind) {
    return kind >= BOOLEAN
        && (kind <= FLOAT || (kind >= QUOTIENT && kind < 0x40 && (kind & 0xF) <= MAX_EXPONENT));
  }

  /** The integer that stands for the double in a decimal form, if the form can carry it. */
  static long scale(int kind, double value) {
    return (long) Math.rint(value * POWER[kind & 0xF]);
  }

  /** The double an integer stands for in a decimal form. */
  static double unscale(int kind, long integer) {
    int k = kind & 0xF;
    if (kind < PRODUCT) {
      return integer / POWER[k];
    }
    return kind < FLOAT_QUOTIENT ? integer * INVERSE[k] : (float) (integer / POWER[k]);
  }

  /** Whether the decimal form gives the double with these bits back exactly from this integer. */
  static boolean isExact(int kind, long integer, long bits) {
    return integer < EXACT
        && integer > -EXACT
        && Double.doubleToRawLongBits(unscale(kind, integer)) == bits;
  }

  /** Whether this form gives the double with these bits back exactly. */
  static boolean fits(int kind, long bits) {
    double value = Double.longBitsToDouble(bits);
    if (kind >= QUOTIENT) {
      return isExact(kind, scale(kind, value), bits);
    }
    return kind == DOUBLE
        || (!Double.isNaN(value) && Double.doubleToRawLongBits((float) value) == bits);
  }

  /** The next form after this one that fits. */
  static byte raise(int kind, long bits) {
    int rank = RANK[kind] + 1;
    while (!fits(DOUBLE_FORMS[rank], bits)) {
      rank++;
    }
    return DOUBLE_FORMS[rank];
  }
}
