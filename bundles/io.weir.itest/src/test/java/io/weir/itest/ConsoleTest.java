package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person opens the console of a running gateway in a real browser. */
class ConsoleTest {
  private static final Path SHOTS = Path.of("target/itest/screenshots");

  @Test
  void aPersonSignsInAndSeesTheValuesMove() throws Exception {
    Files.createDirectories(SHOTS);
    try (Site site = new Site("console", "500ms")) {
      site.gateway.start();
      try (Chromium browser = new Chromium(site.directory)) {
        signIn(browser, site);
        valuesMove(browser, site);
        chartIsDrawn(browser, site);
        chartIsExported(browser, site);
        storageIsShown(browser, site);
        backlogIsShown(browser, site);
        assertThat(browser.errors()).isEmpty();
      }
    }
  }

  private static void signIn(Chromium browser, Site site) throws Exception {
    browser.open(url(site, "/"));
    browser.await("the sign-in form", "!!document.querySelector('.sign-in input')");
    browser.evaluate("document.querySelector('.sign-in input').focus()");
    browser.type(Api.code(site.gateway));
    browser.screenshot(SHOTS.resolve("sign-in.png"));
    browser.errors().clear(); // the page asks for its session first and is told there is none
    browser.evaluate("document.querySelector('.sign-in button[type=submit]').click()");
    browser.await("the overview", "document.querySelector('h1')?.textContent === 'Overview'");
    browser.await("its figures", "document.querySelectorAll('.tiles > *').length > 0");
    browser.screenshot(SHOTS.resolve("overview.png"));
  }

  private static void valuesMove(Chromium browser, Site site) throws Exception {
    browser.open(url(site, "/devices"));
    browser.await("the boiler", shows("Boiler 1"));
    browser.await("its temperature", shows("21.5"));
    site.slave.temperature(643);
    browser.await("its new temperature", shows("64.3"));
    browser.screenshot(SHOTS.resolve("devices.png"));
  }

  private static void chartIsDrawn(Chromium browser, Site site) throws Exception {
    browser.open(url(site, "/trend/boiler/flow-temp"));
    browser.await(
        "a chart with something on it",
        """
        (() => {
          const canvas = document.querySelector('.uplot canvas');
          if (!canvas || canvas.width === 0) return false;
          const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return data.some((byte) => byte !== 0);
        })()
        """);
    browser.screenshot(SHOTS.resolve("trend.png"));
  }

  private static void chartIsExported(Chromium browser, Site site) throws Exception {
    Path downloads = Files.createDirectories(site.directory.resolve("downloads"));
    browser.downloadTo(downloads);
    browser.await(
        "the new temperature on the chart",
        "document.querySelector('.readout')?.innerText.includes('64.3') === true");
    click(browser, "Export");
    browser.await("the export's choices", shows("Every sample"));
    click(browser, "Download");
    List<String> lines =
        Eventually.get(
            "the file",
            () -> {
              try (DirectoryStream<Path> files =
                  Files.newDirectoryStream(downloads, "weir-*.csv")) {
                Iterator<Path> found = files.iterator();
                return found.hasNext() ? Files.readAllLines(found.next()) : null;
              }
            });
    assertThat(lines.get(0)).isEqualTo("time,channel,value,unit,quality");
    assertThat(lines)
        .anyMatch(line -> line.endsWith("Z,boiler/flow-temp,21.5,Cel,good"))
        .anyMatch(line -> line.endsWith("Z,boiler/flow-temp,64.3,Cel,good"));
  }

  private static void storageIsShown(Chromium browser, Site site) throws Exception {
    browser.open(url(site, "/storage"));
    browser.await("the lanes", shows("Telemetry lane"));
    browser.await("who reads", shows("Uplink cloud"));
    browser.await("the history", shows("What charts and exports are made of."));
    browser.await("the gaps", shows("Nothing was lost."));
    browser.await("backups", shows("Download backup"));
    browser.screenshot(SHOTS.resolve("storage.png"));
  }

  private static void click(Chromium browser, String button) throws Exception {
    String found =
        "[...document.querySelectorAll('button')].find(b => b.innerText.trim() === '%s')"
            .formatted(button);
    browser.await("the button " + button, "!!" + found);
    browser.evaluate(found + ".click()");
  }

  private static void backlogIsShown(Chromium browser, Site site) throws Exception {
    browser.open(url(site, "/uplinks"));
    browser.await("a connected uplink", shows("Connected"));
    site.mosquitto.stop();
    browser.await("a lost connection", shows("Not connected"));
    browser.await(
        "a backlog that grows",
        """
        [...document.querySelectorAll('dt')]
          .filter((term) => term.textContent === 'Telemetry waiting')
          .some((term) => parseInt(term.nextElementSibling.textContent) > 0)
        """);
    browser.screenshot(SHOTS.resolve("uplinks.png"));
  }

  private static String shows(String text) {
    return "document.body.innerText.includes('" + text + "')";
  }

  private static String url(Site site, String path) {
    return "https://127.0.0.1:" + site.gateway.port() + path;
  }
}
