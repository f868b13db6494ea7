package io.weir.rules.internal.cel;

/** Texts as sequences of Unicode code points. */
final class Texts {
  private Texts() {}

  /** Order by code point: negative, 0 or positive. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogateX = Character.isSurrogate(x);
        return surrogateX == Character.isSurrogate(y) ? x - y : surrogateX ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }
}
