package ringside.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.layout.State;

/** One thing that happened to a run, kept as data so that it can happen to another one. */
sealed interface Step {
    /** Lets it happen. */
    void applyTo(Run run);

    /** Writes it for {@link #read}. */
    void write(DataOutputStream out) throws IOException;

    /** Reads what {@link #write} wrote. */
    static Step read(final DataInputStream in) throws IOException {
        if (in.readBoolean()) {
            return new OfEvent(in.readNBytes(in.readInt()));
        }
        final int count = in.readInt();
        final List<Patch> patches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            patches.add(new Patch(in.readInt(), in.readNBytes(in.readInt())));
        }
        return new OfArrangement(patches);
    }

    /** An event in its canonical form. */
    final class OfEvent implements Step {
        private final UnsafeBuffer bytes;
        private final Event event;

        OfEvent(final byte[] bytes) {
            this.bytes = new UnsafeBuffer(bytes);
            this.event = new Event().wrap(this.bytes, 0, bytes.length);
        }

        /** A copy of the event in the buffer. */
        static OfEvent copyOf(final Event event) {
            final byte[] copy = new byte[event.lengthBytes()];
            event.buffer().getBytes(0, copy);
            return new OfEvent(copy);
        }

        Event event() {
            return event;
        }

        boolean isFrame() {
            return event.type() == EventType.FRAME;
        }

        /** A copy that may be changed. */
        OfEvent copy() {
            return copyOf(event);
        }

        @Override
        public void applyTo(final Run run) {
            run.apply(event);
        }

        @Override
        public void write(final DataOutputStream out) throws IOException {
            out.writeBoolean(true);
            out.writeInt(bytes.capacity());
            out.write(bytes.byteArray());
        }

        @Override
        public String toString() {
            return event.toString();
        }
    }

    /** Bytes of the match's block that a test put there between two events. */
    final class OfArrangement implements Step {
        private final List<Patch> patches;

        OfArrangement(final List<Patch> patches) {
            this.patches = List.copyOf(patches);
        }

        /** What differs between a block before and after. */
        static OfArrangement between(final byte[] before, final byte[] after) {
            final List<Patch> patches = new ArrayList<>();
            int at = 0;
            while (at < before.length) {
                final int start = at;
                while (at < before.length && before[at] != after[at]) {
                    at++;
                }
                if (at > start) {
                    final byte[] changed = new byte[at - start];
                    System.arraycopy(after, start, changed, 0, changed.length);
                    patches.add(new Patch(start, changed));
                } else {
                    at++;
                }
            }
            return new OfArrangement(patches);
        }

        @Override
        public void applyTo(final Run run) {
            run.slot().touch();
            final State state = run.slot().state();
            for (int i = 0; i < patches.size(); i++) {
                final Patch patch = patches.get(i);
                state.block().putBytes(patch.offset, patch.bytes);
            }
        }

        @Override
        public void write(final DataOutputStream out) throws IOException {
            out.writeBoolean(false);
            out.writeInt(patches.size());
            for (final Patch patch : patches) {
                out.writeInt(patch.offset);
                out.writeInt(patch.bytes.length);
                out.write(patch.bytes);
            }
        }

        @Override
        public String toString() {
            return "an arrangement of " + patches.size() + " places of the state";
        }
    }

    /** Bytes and where they go. */
    final class Patch {
        private final int offset;
        private final byte[] bytes;

        private Patch(final int offset, final byte[] bytes) {
            this.offset = offset;
            this.bytes = bytes;
        }
    }
}
