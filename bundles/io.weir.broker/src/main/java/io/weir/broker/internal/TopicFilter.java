package io.weir.broker.internal;

/** What a filter with wildcards lets through. */
final class TopicFilter {
  private TopicFilter() {}

  /** Whether every topic that {@code filter} matches, or that it is, is matched by the rule. */
  static boolean covers(String rule, String filter) {
    String[] rules = rule.split("/", -1);
    String[] levels = filter.split("/", -1);
    boolean wild = rules[0].equals("#") || rules[0].equals("+");
    if (wild && levels[0].startsWith("$")) {
      return false;
    }
    for (int i = 0; i < rules.length; i++) {
      if (rules[i].equals("#")) {
        return true;
      }
      if (i == levels.length || levels[i].equals("#")) {
        return false;
      }
      if (!rules[i].equals("+") && !rules[i].equals(levels[i])) {
        return false;
      }
    }
    return rules.length == levels.length;
  }

  /** The filter inside a shared subscription, else the same. */
  static String unshared(String filter) {
    if (!filter.startsWith("$share/")) {
      return filter;
    }
    int group = filter.indexOf('/', "$share/".length());
    return group < 0 ? filter : filter.substring(group + 1);
  }

  /** Whether wildcards stand where they may. */
  static boolean isValid(String filter) {
    String[] levels = filter.split("/", -1);
    for (int i = 0; i < levels.length; i++) {
      String level = levels[i];
      boolean last = i == levels.length - 1;
      boolean alone = level.length() == 1;
      if ((level.contains("#") && !(alone && last)) || (level.contains("+") && !alone)) {
        return false;
      }
    }
    return !filter.isEmpty();
  }

  /** Whether a text came in as the valid UTF-8 that MQTT asks for. */
  static boolean isText(String text) {
    return text.indexOf('\uFFFD') < 0 && text.indexOf('\0') < 0;
  }
}
