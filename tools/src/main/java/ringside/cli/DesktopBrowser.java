package ringside.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Opens an address in the browser that the desktop has for it, by the command that each kind of desktop has for that. */
final class DesktopBrowser {
    private DesktopBrowser() {}

    /** Tries to; where there is no desktop it says so, since the address is printed anyway. */
    static void open(final String address, final PrintWriter err) {
        try {
            new ProcessBuilder(command(address))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (final IOException e) {
            err.println("ringside: --browser: no browser could be started here; open the address yourself");
            err.flush();
        }
    }

    private static List<String> command(final String address) {
        final String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", address);
        }
        return List.of(system.startsWith("mac") ? "open" : "xdg-open", address);
    }
}
