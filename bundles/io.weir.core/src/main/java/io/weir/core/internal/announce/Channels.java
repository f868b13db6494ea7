package io.weir.core.internal.announce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Channels as JSON objects that were found good. Pure functions. */
public final class Channels {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Channels() {}

  /** Their ids, in order. */
  public static List<String> ids(List<String> channels) {
    List<String> ids = new ArrayList<>();
    for (String channel : channels) {
      try {
        ids.add(JSON.readTree(channel).path("id").asText());
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("no channel: " + channel, e);
      }
    }
    return ids;
  }
}
