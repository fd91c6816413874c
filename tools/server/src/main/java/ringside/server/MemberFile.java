package ringside.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import ringside.engine.event.MembersPayload;
import ringside.engine.logic.InSyncSet.Member;
import ringside.layout.XxHash64;

/**
 * As which member of an in-sync set a server counts: a random number that its data directory keeps in the file {@code member}, and the
 * name that its settings give it. Stateless.
 */
final class MemberFile {
    private static final String FILE = "member";
    private static final String NO_NAME = "none";
    private static final Pattern NUMBER = Pattern.compile("[0-9a-f]{16}\\s*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + MembersPayload.NAME_BYTES + "}");
    private static final int SHORT_DIGITS = 8;

    private MemberFile() {}

    /** Throws when the name is none that an operator could say. */
    static void check(final ServerSettings settings) {
        final String name = settings.text(ServerSetting.NAME);
        if (!NAME.matcher(name).matches()) {
            throw ServerException.configuration("name = " + name + ": up to " + MembersPayload.NAME_BYTES
                    + " letters, digits, dots, dashes and underscores are possible");
        }
    }

    /** Reads the number, or draws one. The caller is the only one at the directory, and asks once for all of its engines. */
    static Member of(final ServerSettings settings) {
        final Path file = settings.dir().resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(settings.dir());
                final Path fresh = settings.dir().resolve(FILE + ".new");
                Files.writeString(
                        fresh,
                        XxHash64.hex(new SecureRandom().nextLong()) + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SYNC);
                Files.move(fresh, file);
            }
            final String text = Files.readString(file);
            if (!NUMBER.matcher(text).matches()) {
                throw ServerException.configuration(
                        file + ": is no member's number; remove it, and this server counts as a new one");
            }
            final String digits = text.trim();
            final String name = settings.text(ServerSetting.NAME);
            return new Member(
                    Long.parseUnsignedLong(digits, 16),
                    name.equals(NO_NAME) ? digits.substring(0, SHORT_DIGITS) : name);
        } catch (final IOException e) {
            throw ServerException.configuration(file + ": cannot be read or made: " + e, e);
        }
    }
}
