package ringside.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** {@code --admin HOST:PORT}: which server an operator speaks to. */
final class AdminOptions {
    /** Holds the secret of the port, if it has one. */
    static final String SECRET_VARIABLE = "RINGSIDE_ADMIN_SECRET";

    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            required = true,
            description = {
                "The admin port of a running server, as its 'ready' line tells it.",
                "Its secret, if it has one, is taken from the variable " + SECRET_VARIABLE + "."
            })
    private String address;

    /** The port, not yet spoken to. */
    AdminClient client() {
        final Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
            throw new UsageException("--admin " + address + ": HOST:PORT is wanted, such as 127.0.0.1:9100");
        }
        return new AdminClient(address, System.getenv(SECRET_VARIABLE));
    }
}
