package ringside.io.token;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.ProtocolException;
import ringside.io.session.Admission;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/**
 * The join fields that a token claims, over those that the client says. A text field called {@code player} is who the token
 * is for, whatever the client says.
 *
 * @param player who the token is for
 * @param claimed values by the names of their fields
 */
record JoinClaims(String player, Map<String, Object> claimed) implements Admission.JoinFields {
    private static final String PLAYER = "player";

    @Override
    public Bytes record(final Layout layout, final Bytes fromClient) {
        final RecordType type = layout.join();
        if (!fromClient.isEmpty() && fromClient.length() != type.lengthBytes()) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, "join");
        }
        final UnsafeBuffer record = new UnsafeBuffer(new byte[type.lengthBytes()]);
        if (fromClient.isEmpty()) {
            new RecordView(type).wrap(record, 0).reset();
        } else {
            record.putBytes(0, fromClient.toArray());
        }
        claimed.forEach((name, value) -> put(type.find(name), name, value, record));
        if (!claimed.containsKey(PLAYER) && type.find(PLAYER) instanceof final BytesColumn column && column.isText()) {
            put(column, PLAYER, player, record);
        }
        return Bytes.copyOf(record, 0, type.lengthBytes());
    }

    private static void put(
            final @Nullable Column column, final String name, final @Nullable Object value, final UnsafeBuffer record) {
        if (column instanceof final BytesColumn text
                && text.isText()
                && value instanceof final String given
                && given.getBytes(StandardCharsets.UTF_8).length <= text.widthBytes()) {
            text.writeText(record, 0, given);
        } else if (column != null && column.type() == ColumnType.BOOL && value instanceof final Boolean given) {
            column.write(record, 0, given ? 1 : 0);
        } else if (column != null && isNumber(column) && value instanceof final Number given) {
            column.write(record, 0, raw(column, given, name));
        } else {
            throw wrong(name);
        }
    }

    private static boolean isNumber(final Column column) {
        return column.type() != ColumnType.BYTES && column.type() != ColumnType.BOOL && column.type() != ColumnType.REF;
    }

    private static long raw(final Column column, final Number given, final String name) {
        try {
            final BigDecimal value = new BigDecimal(given.toString());
            final BigDecimal raw = column.type() == ColumnType.FIXED
                    ? value.multiply(BigDecimal.valueOf(ringside.layout.FixedColumn.ONE))
                            .setScale(0, RoundingMode.HALF_EVEN)
                    : value;
            final long number = raw.longValueExact();
            if (number < column.min() || number > column.max()) {
                throw wrong(name);
            }
            return number;
        } catch (final ArithmeticException | NumberFormatException e) {
            throw wrong(name);
        }
    }

    private static ProtocolException wrong(final String name) {
        return new ProtocolException(
                DisconnectReason.TOKEN_REFUSED,
                TokenAdmission.JOIN + "." + name.substring(0, Math.min(ConnectToken.MAX_TEXT, name.length())));
    }
}
