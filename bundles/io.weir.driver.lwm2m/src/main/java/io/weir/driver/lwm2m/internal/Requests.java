package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import java.io.InterruptedIOException;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.request.DownlinkRequest;
import org.eclipse.leshan.core.request.exception.ClientSleepingException;
import org.eclipse.leshan.core.request.exception.InvalidRequestException;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.registration.Registration;
import org.jspecify.annotations.Nullable;

/** Requests whose answer is waited for, and what went wrong in the words of drivers. */
final class Requests {
  private static final int MOST_CHARACTERS = 200;

  private Requests() {}

  /**
   * Asks a device and waits.
   *
   * @throws DriverException as {@link io.weir.api.driver.Driver#read}
   */
  static <T extends LwM2mResponse> T ask(
      LeshanServer server, Registration of, DownlinkRequest<T> request, int timeoutMillis)
      throws DriverException {
    @Nullable T response;
    try {
      response = server.send(of, request, timeoutMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException cause = new InterruptedIOException("interrupted while waiting");
      cause.initCause(e);
      throw new ConnectionException("interrupted", cause);
    } catch (ClientSleepingException e) {
      throw new NoResponseException(
          "'" + of.getEndpoint() + "' sleeps; it is asked when it wakes up", e);
    } catch (InvalidRequestException e) {
      throw new RejectedException(words(e), ResponseCode.BAD_REQUEST_CODE, false);
    } catch (RuntimeException e) {
      throw new NoResponseException("'" + of.getEndpoint() + "': " + words(e), e);
    }
    if (response == null) {
      throw new NoResponseException("'" + of.getEndpoint() + "' did not answer in time", null);
    }
    if (!response.isSuccess()) {
      int code = response.getCode().getCode();
      throw new RejectedException(words(response), code, isAboutPath(code));
    }
    return response;
  }

  private static boolean isAboutPath(int code) {
    return code == ResponseCode.NOT_FOUND_CODE
        || code == ResponseCode.METHOD_NOT_ALLOWED_CODE
        || code == ResponseCode.BAD_REQUEST_CODE;
  }

  /** A refusal in words. */
  static String words(LwM2mResponse response) {
    String reason = response.getErrorMessage();
    String code = response.getCode().toString();
    return reason == null || reason.isBlank() ? code : code + ": " + shown(reason);
  }

  static String words(Throwable error) {
    String message = error.getMessage();
    return shown(message == null ? error.getClass().getSimpleName() : message);
  }

  /** Text of a device that may stand in a line. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ").strip();
    return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + "..." : line;
  }
}
