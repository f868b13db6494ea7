package io.weir.api.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventAndChannelFormatTest {
  private final WireWriter out = new WireWriter(16);

  @Test
  void eventsComeBack() throws MalformedException {
    for (Severity severity : Severity.values()) {
      Event event =
          new Event("rule", "hot", severity, -5, "zu heiß", Map.of("channel", "a/b", "empty", ""));
      out.clear();
      EventFormat.encode(event, out);
      assertThat(EventFormat.decode(reader())).isEqualTo(event);
    }
  }

  @Test
  void anUnknownSeverityReadsAsTheHighest() throws MalformedException {
    out.uint(3, 17);
    assertThat(EventFormat.decode(reader()).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void channelsComeBack() throws MalformedException {
    for (ValueType type : ValueType.values()) {
      ChannelInfo channel = new ChannelInfo(type.code() - 1, "boiler/flow-temp", type, "Cel");
      out.clear();
      ChannelFormat.encode(channel, out);
      assertThat(ChannelFormat.decode(reader())).isEqualTo(channel);
    }
  }

  @Test
  void aChannelWithoutTypeIsRefused() {
    out.uint(1, 4);
    out.text(2, "a/b");
    assertThatThrownBy(() -> ChannelFormat.decode(reader()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("channel 4");
  }

  private WireReader reader() {
    return new WireReader().over(out.array(), 0, out.size());
  }
}
