package ringside.io.session;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Puts lines together from the bytes of a person's terminal: ends of line by LF or CR LF, telnet's commands (IAC and one
 * or two bytes, or up to IAC SE) skipped. Not thread-safe.
 */
final class LineAssembler {
    /** The longest line; what follows up to its end is dropped. */
    static final int MAX_LINE_BYTES = 512;

    private static final int IAC = 255;
    private static final int SB = 250;
    private static final int SE = 240;
    private static final int WILL = 251;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;

    /** Where in a telnet command the bytes stand. */
    private enum Telnet {
        TEXT,
        COMMAND,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_IAC
    }

    private final byte[] line = new byte[MAX_LINE_BYTES];
    private int length;
    private boolean isTooLong;
    private Telnet telnet = Telnet.TEXT;

    /**
     * Takes one byte.
     *
     * @param whole is handed each whole line
     * @param tooLong is run at the end of a line that was too long
     */
    void take(final byte next, final Consumer<String> whole, final Runnable tooLong) {
        final int value = next & 0xFF;
        switch (telnet) {
            case TEXT -> text(value, whole, tooLong);
            case COMMAND -> telnet = value == SB ? Telnet.SUBNEGOTIATION : afterCommand(value);
            case OPTION -> telnet = Telnet.TEXT;
            case SUBNEGOTIATION -> telnet = value == IAC ? Telnet.SUBNEGOTIATION_IAC : Telnet.SUBNEGOTIATION;
            case SUBNEGOTIATION_IAC -> telnet = value == SE ? Telnet.TEXT : Telnet.SUBNEGOTIATION;
        }
    }

    private static Telnet afterCommand(final int value) {
        return value >= WILL && value != IAC ? Telnet.OPTION : Telnet.TEXT;
    }

    private void text(final int value, final Consumer<String> whole, final Runnable tooLong) {
        if (value == IAC) {
            telnet = Telnet.COMMAND;
        } else if (value == '\n') {
            final boolean wasTooLong = isTooLong;
            final String text = new String(line, 0, length, StandardCharsets.UTF_8).strip();
            length = 0;
            isTooLong = false;
            if (wasTooLong) {
                tooLong.run();
            } else {
                whole.accept(text);
            }
        } else if (value == BACKSPACE || value == DELETE) {
            length = Math.max(0, length - 1);
        } else if (value >= ' ' || value == '\t') {
            if (length == MAX_LINE_BYTES) {
                isTooLong = true;
            } else {
                line[length] = (byte) value;
                length++;
            }
        }
    }
}
