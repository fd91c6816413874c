package ringside.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.replay.standby.ReplicationChannel;

/** Two ends in memory. What is sent may, from a seed, be flipped, doubled, swallowed, swapped or held up; and the wire may be cut. */
final class Wire {
    private static final int MOST_MESSAGES = 8;

    private final SplittableRandom random;
    private final int oneFaultIn;
    private final End primary = new End("standby");
    private final End standby = new End("primary");
    private boolean isOpen = true;
    int faults;

    /** @param oneFaultIn messages on average; 0 for none at all */
    Wire(final SplittableRandom random, final int oneFaultIn) {
        this.random = random;
        this.oneFaultIn = oneFaultIn;
        primary.other = standby;
        standby.other = primary;
    }

    ReplicationChannel primary() {
        return primary;
    }

    ReplicationChannel standby() {
        return standby;
    }

    void cut() {
        isOpen = false;
    }

    private final class End implements ReplicationChannel {
        private final String peer;
        private final Deque<byte[]> arrived = new ArrayDeque<>();
        private End other;

        End(final String peer) {
            this.peer = peer;
        }

        @Override
        public boolean send(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            if (!isOpen) {
                return true;
            }
            if (other.arrived.size() >= MOST_MESSAGES) {
                return false;
            }
            final byte[] message = new byte[lengthBytes];
            buffer.getBytes(offset, message);
            if (oneFaultIn == 0 || random.nextInt(oneFaultIn) != 0) {
                other.arrived.add(message);
                return true;
            }
            faults++;
            switch (random.nextInt(6)) {
                case 0 -> {
                    message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
                    other.arrived.add(message);
                }
                case 1 -> {
                    other.arrived.add(message);
                    other.arrived.add(message.clone());
                }
                case 2 -> {
                    // Swallowed.
                }
                case 3 -> other.arrived.addFirst(message);
                case 4 -> {
                    final byte[] half = new byte[random.nextInt(message.length)];
                    System.arraycopy(message, 0, half, 0, half.length);
                    other.arrived.add(half);
                }
                default -> cut();
            }
            return true;
        }

        @Override
        public void closeWith(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            if (isOpen) {
                final byte[] message = new byte[lengthBytes];
                buffer.getBytes(offset, message);
                other.arrived.add(message);
            }
            close();
        }

        @Override
        public boolean poll(final Receiver receiver) {
            final byte[] next = arrived.poll();
            if (next == null) {
                return false;
            }
            receiver.onMessage(new UnsafeBuffer(next), 0, next.length);
            return true;
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }

        @Override
        public String peer() {
            return peer;
        }

        @Override
        public void close() {
            cut();
        }
    }
}
