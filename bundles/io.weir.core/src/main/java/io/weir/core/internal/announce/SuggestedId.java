package io.weir.core.internal.announce;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Ids made of what people call a thing. Pure functions. */
public final class SuggestedId {
  private static final int LONGEST = 64;
  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("ä", "ae"),
          Map.entry("ö", "oe"),
          Map.entry("ü", "ue"),
          Map.entry("ß", "ss"),
          Map.entry("æ", "ae"),
          Map.entry("œ", "oe"),
          Map.entry("ø", "oe"),
          Map.entry("å", "aa"),
          Map.entry("ł", "l"),
          Map.entry("đ", "d"),
          Map.entry("ð", "d"),
          Map.entry("þ", "th"));

  private SuggestedId() {}

  /**
   * Lower-case letters, digits and {@code -}, made unique by a number at the end.
   *
   * @param otherwise what it is made of when nothing of the name is left
   * @param taken whether there is such an id already
   */
  public static String of(String name, String otherwise, Predicate<String> taken) {
    String base = plain(name);
    if (base.isEmpty()) {
      base = plain(otherwise);
    }
    if (base.isEmpty()) {
      base = "device";
    }
    String id = base;
    for (int i = 2; taken.test(id); i++) {
      String number = "-" + i;
      id = cut(base, LONGEST - number.length()) + number;
    }
    return id;
  }

  private static String plain(String name) {
    String text = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> letter : LETTERS.entrySet()) {
      text = text.replace(letter.getKey(), letter.getValue());
    }
    text = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return cut(text.replaceAll("[^a-z0-9]+", "-").replaceAll("^-", ""), LONGEST);
  }

  private static String cut(String text, int length) {
    String cut = text.length() <= length ? text : text.substring(0, length);
    return cut.replaceAll("-$", "");
  }
}
