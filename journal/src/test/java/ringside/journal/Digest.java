package ringside.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.layout.XxHash64;

/** Everything that a journal delivers, in order, as one hash. */
final class Digest implements JournalHandler {
    private long hash;
    private int events;
    private int annotations;
    private int epochs;
    private int cleanStops;

    /** What a journal directory delivers from its beginning, and how it ends, on one line. */
    static String of(final Path journal) {
        final Digest digest = new Digest();
        try (JournalReader reader = JournalReader.open(journal, 0)) {
            final JournalEnd end = reader.readAll(digest);
            return "events " + digest.events + ", annotations " + digest.annotations + ", epochs " + digest.epochs
                    + ", clean stops " + digest.cleanStops + ", next position " + end.position() + ", "
                    + XxHash64.hex(digest.hash);
        }
    }

    @Override
    public void onEvent(final Event event) {
        events++;
        mix(Long.toString(event.position()));
        hash = XxHash64.hash(event.buffer(), 0, event.lengthBytes(), hash);
    }

    @Override
    public void onAnnotation(final int match, final int frame, final long recorded) {
        annotations++;
        mix("annotation " + match + " " + frame + " " + recorded);
    }

    @Override
    public void onEpoch(final EpochStart start) {
        epochs++;
        mix("epoch " + start.epoch() + " " + start.writerId() + " " + start.firstPosition() + " " + start.serverId()
                + " " + start.identityJson());
    }

    @Override
    public void onCleanStop(final long nextPosition) {
        cleanStops++;
        mix("stop " + nextPosition);
    }

    private void mix(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        hash = XxHash64.hash(new UnsafeBuffer(bytes), 0, bytes.length, hash);
    }
}
