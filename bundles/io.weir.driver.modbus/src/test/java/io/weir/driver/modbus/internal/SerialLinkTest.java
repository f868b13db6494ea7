package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteSingleRegisterRequest;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What depends on time, and what is said; waiting takes no time here. */
class SerialLinkTest {
  private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(60);

  enum Kind {
    RTU(Envelope.RTU),
    ASCII(Envelope.ASCII);

    private final Envelope envelope;

    Kind(Envelope envelope) {
      this.envelope = envelope;
    }

    SerialFraming framing() {
      return this == RTU ? new RtuFraming() : new AsciiFraming();
    }

    /** As documents show it: without checksum, in hexadecimal. */
    byte[] frame(String hex) {
      return envelope.frame(0, HexFormat.of().parseHex(hex.replace(" ", "")));
    }
  }

  /** A line whose bytes come in the pieces a test says; {@code null} is silence. */
  private static class Line implements ByteLine {
    final Deque<byte @Nullable []> before = new ArrayDeque<>();
    final List<byte @Nullable []> after = new ArrayList<>();
    final List<Long> waited = new ArrayList<>();
    private int next;
    private boolean asked;
    boolean echoes;
    boolean gone;

    void answer(byte @Nullable [] piece) {
      after.add(piece);
    }

    @Override
    public boolean write(byte[] bytes, int length, long deadline) throws IOException {
      check();
      byte[] frame = Arrays.copyOf(bytes, length);
      if (echoes) {
        after.add(next, frame);
      }
      asked = true;
      return true;
    }

    @Override
    public int read(byte[] into, int at, long deadline) throws IOException {
      check();
      waited.add(deadline - System.nanoTime());
      byte[] piece = null;
      if (!asked) {
        piece = before.poll();
      } else if (next < after.size()) {
        piece = after.get(next++);
      }
      if (piece == null) {
        asked = false; // The exchange ends with silence.
        return 0;
      }
      int length = Math.min(piece.length, into.length - at);
      System.arraycopy(piece, 0, into, at, length);
      return length;
    }

    /** The exchange is over, however it ended; what was not read is gone. */
    void rest() {
      asked = false;
      next = after.size();
    }

    private void check() throws EOFException {
      if (gone) {
        throw new EOFException("closed");
      }
    }

    @Override
    public void close() {}
  }

  private Line line = new Line();
  private long notBefore = System.nanoTime();

  private SerialLink link(Kind kind, boolean echo) throws ConnectionException {
    LineTiming timing = new LineTiming(TIMEOUT, TIMEOUT, 0, 0, 500_000, echo, false);
    SerialLink link = new SerialLink("line", deadline -> line, kind.framing(), timing);
    link.open();
    return link;
  }

  private String read(SerialLink link, int unit, int register) {
    ModbusRequest request = new ReadMultipleRegistersRequest(register, 1);
    return exchange(link, unit, request);
  }

  private String exchange(SerialLink link, int unit, ModbusRequest request) {
    request.setUnitID(unit);
    try {
      Pdu answer = link.exchange(request, notBefore, TIMEOUT);
      byte[] bytes =
          Arrays.copyOfRange(answer.bytes(), answer.position(0), answer.position(answer.length()));
      return HexFormat.of().formatHex(bytes);
    } catch (NoResponseException e) {
      return "no response: " + e.getMessage();
    } catch (DriverException e) {
      return "connection: " + e.getMessage();
    } finally {
      line.rest();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCameBeforeTheRequestIsThrownAway(Kind kind) throws Exception {
    SerialLink link = link(kind, false);
    line.before.add(kind.frame("01 03 02 1111"));
    line.answer(kind.frame("01 03 02 002A"));
    assertThat(read(link, 1, 0)).isEqualTo("0302002a");
  }

  @ParameterizedTest
  @EnumSource
  void aLikeRequestWaitsForTheLateAnswerOfTheOneBefore(Kind kind) throws Exception {
    SerialLink link = link(kind, false);
    line.answer(null);
    assertThat(read(link, 1, 0)).contains("unit 1 did not answer within 60000 ms");
    line.waited.clear();
    line.before.add(kind.frame("01 03 02 1111")); // late
    line.answer(kind.frame("01 03 02 002A"));
    assertThat(read(link, 1, 7)).isEqualTo("0302002a");
    assertThat(line.waited.get(0)).as("as long again").isGreaterThan(TIMEOUT / 2);

    line.answer(null);
    assertThat(read(link, 1, 0)).startsWith("no response");
    line.waited.clear();
    line.answer(kind.frame("01 03 02 002A"));
    assertThat(read(link, 1, 0)).isEqualTo("0302002a");
    assertThat(line.waited.get(0))
        .as("so does the same request, whose own answer would be left over")
        .isGreaterThan(TIMEOUT / 2);

    line.answer(null);
    assertThat(read(link, 1, 0)).startsWith("no response");
    ModbusRequest two = new ReadMultipleRegistersRequest(0, 2);
    line.answer(kind.frame("01 03 02 1111"));
    exchange(link, 1, two); // Wrong, and of another shape: the first stays lost.
    line.answer(new byte[] {1, 2, 3});
    assertThat(exchange(link, 1, two)).startsWith("no response");
    line.waited.clear();
    line.answer(kind.frame("01 03 02 002A"));
    assertThat(read(link, 1, 9)).isEqualTo("0302002a");
    assertThat(line.waited.get(0)).isGreaterThan(TIMEOUT / 2);

    line.answer(null);
    assertThat(read(link, 1, 0)).startsWith("no response");
    line.waited.clear();
    line.answer(kind.frame("02 03 02 002A"));
    assertThat(read(link, 2, 7)).as("nor another unit").isEqualTo("0302002a");
    assertThat(line.waited.get(0)).isLessThan(TIMEOUT / 2);
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatIsGivenUpEarlyKeepsLikeOnesWaitingAsLongAsAnyOther(Kind kind) throws Exception {
    SerialLink link = link(kind, false);
    line.answer(null);
    ModbusRequest request = new ReadMultipleRegistersRequest(0, 1);
    request.setUnitID(1);
    assertThatThrownBy(() -> link.exchange(request, System.nanoTime(), 5_000_000))
        .hasMessageContaining("did not answer within 5 ms");
    line.rest();
    line.waited.clear();
    line.before.add(kind.frame("01 03 02 1111")); // late
    line.answer(kind.frame("01 03 02 002A"));
    assertThat(read(link, 1, 0)).isEqualTo("0302002a");
    assertThat(line.waited.get(0)).isGreaterThan(TIMEOUT);
  }

  /** A search goes on to the next unit soon; the one before may have been slow. */
  @ParameterizedTest
  @EnumSource
  void aLateAnswerOfAnotherUnitIsSkippedAndNotTaken(Kind kind) throws Exception {
    SerialLink link = link(kind, false);
    line.answer(null);
    assertThat(read(link, 5, 0)).startsWith("no response");

    line.answer(kind.frame("05 03 02 1111")); // late
    line.answer(null);
    assertThat(read(link, 6, 0)).contains("unit 6 did not answer");

    line.answer(kind.frame("05 03 02 1111"));
    line.answer(kind.frame("06 03 02 002A"));
    assertThat(read(link, 6, 1)).isEqualTo("0302002a");

    line.answer(join(kind.frame("05 83 02"), kind.frame("07 03 02 002A")));
    assertThat(read(link, 7, 0)).as("in one piece").isEqualTo("0302002a");

    line.answer(kind.frame("09 03 02 1111"));
    assertThat(read(link, 7, 0))
        .as("of a unit that was not asked")
        .contains("unit 9 answered in place of unit 7");
  }

  @ParameterizedTest
  @EnumSource
  void aRequestWaitsUntilItMayGoOut(Kind kind) throws Exception {
    SerialLink link = link(kind, false);
    line.answer(kind.frame("01 03 02 002A"));
    notBefore = System.nanoTime() + TIMEOUT;
    assertThat(read(link, 1, 0)).isEqualTo("0302002a");
    assertThat(line.waited.get(0)).isGreaterThan(TIMEOUT / 2);
  }

  @ParameterizedTest
  @EnumSource
  void aLateConfirmationConfirmsNoOtherWrite(Kind kind) throws Exception {
    SerialLink link = link(kind, false);
    line.answer(null);
    assertThat(exchange(link, 1, writeTwo(1))).startsWith("no response");
    line.waited.clear();
    line.before.add(kind.frame("01 10 0005 0002")); // of the write before
    line.answer(null);
    assertThat(exchange(link, 1, writeTwo(2))).startsWith("no response");
    assertThat(line.waited.get(0)).isGreaterThan(TIMEOUT / 2);
  }

  private static ModbusRequest writeTwo(int value) {
    SimpleRegister register = new SimpleRegister(value);
    return new WriteMultipleRegistersRequest(5, new Register[] {register, register});
  }

  @ParameterizedTest
  @EnumSource
  void aLineThatIsNeverSilentIsSaidSo(Kind kind) throws Exception {
    Line noisy =
        new Line() {
          @Override
          public int read(byte[] into, int at, long deadline) {
            into[at] = 0x55;
            return 1;
          }
        };
    line = noisy;
    SerialLink link = link(kind, false);
    assertThat(read(link, 1, 0)).contains("never silent");
  }

  @ParameterizedTest
  @EnumSource
  void anEchoIsTakenBack(Kind kind) throws Exception {
    SerialLink link = link(kind, true);
    line.echoes = true;
    line.answer(kind.frame("01 03 02 002A"));
    assertThat(read(link, 1, 0)).isEqualTo("0302002a");
    WriteSingleRegisterRequest write = new WriteSingleRegisterRequest(5, new SimpleRegister(9));
    line.answer(kind.frame("01 06 0005 0009"));
    assertThat(exchange(link, 1, write)).isEqualTo("0600050009");
    line.answer(null);
    assertThat(exchange(link, 1, write))
        .as("the echo of a write is no confirmation")
        .contains("did not answer");
  }

  @ParameterizedTest
  @EnumSource
  void aMissingOrChangedEchoIsSaidSo(Kind kind) throws Exception {
    SerialLink link = link(kind, true);
    line.answer(null);
    assertThat(read(link, 1, 0)).contains("set echo to false");
    byte[] collided = kind.frame("01 03 0000 0001");
    collided[2] ^= 4;
    line.answer(collided);
    line.answer(null);
    assertThat(read(link, 1, 0)).contains("came back changed");
  }

  @ParameterizedTest
  @EnumSource
  void anUnexpectedEchoIsNoAnswerAndNamed(Kind kind) throws Exception {
    SerialLink link = link(kind, false);
    line.echoes = true;
    line.answer(kind.frame("01 03 02 002A"));
    assertThat(read(link, 1, 0)).contains("set echo to true");
  }

  @ParameterizedTest
  @EnumSource
  void aPortThatIsGoneIsALostConnection(Kind kind) throws Exception {
    SerialLink link = link(kind, false);
    line.gone = true;
    assertThat(read(link, 1, 0)).isEqualTo("connection: line: closed");
    assertThatThrownBy(
            () -> link.exchange(new ReadMultipleRegistersRequest(0, 1), System.nanoTime(), 1))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("not connected");
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
