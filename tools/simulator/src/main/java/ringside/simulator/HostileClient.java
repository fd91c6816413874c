package ringside.simulator;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.client.LineListener;
import ringside.io.client.ServerAddress;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.HelloMessage;

/** Somebody who sends whatever there is: a token that another one used, messages that nobody asked for, bytes that mean nothing. */
final class HostileClient implements Peer {
    private static final LineListener NOBODY = new LineListener() {
        @Override
        public void connected(final long nowNs) {
            // Nobody listens.
        }

        @Override
        public void received(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
            // Nobody listens.
        }

        @Override
        public void lost(final String cause, final long nowNs) {
            // Nobody listens.
        }
    };

    private final Kernel kernel;
    private final Chance chance;
    private final SimNetwork network;
    private final ServerAddress address;
    private @Nullable SimLink link;
    private boolean isCalm;

    HostileClient(final Kernel kernel, final Chance chance, final SimNetwork network, final ServerAddress address) {
        this.kernel = kernel;
        this.chance = chance;
        this.network = network;
        this.address = address;
    }

    void begin() {
        kernel.after(chance.between(20, 600) * Kernel.MS, () -> {
            if (!isCalm) {
                act();
                begin();
            }
        });
    }

    void calm() {
        isCalm = true;
    }

    private void act() {
        final SimLink at = link;
        if (at == null || !at.isClientOpen()) {
            link = network.dial(this, address, NOBODY);
            return;
        }
        if (chance.percent(20)) {
            at.line().close();
        } else if (chance.percent(40)) {
            at.sendRaw(hello());
        } else {
            final byte[] junk = new byte[chance.between(0, 60)];
            chance.fill(junk);
            if (junk.length > 0 && chance.percent(70)) {
                junk[0] = (byte) chance.between(1, 12);
            }
            at.sendRaw(junk);
        }
    }

    /** With a token that somebody else has, or had. */
    private byte[] hello() {
        final String token = Integer.toString(chance.between(1, 4) * 100_000 + chance.between(1, 3));
        return new HelloMessage("", 0, ServerProcess.MATCH, token, Bytes.NONE, null, "hostile").write();
    }

    @Override
    public boolean isDatagrams() {
        return false;
    }

    @Override
    public boolean isAsleep() {
        return false;
    }

    @Override
    public void connected(final SimLink over) {
        // It says when it likes.
    }

    @Override
    public void received(final SimLink over, final byte[] message) {
        // It does not listen.
    }

    @Override
    public void lost(final SimLink over, final String why) {
        link = null;
    }
}
