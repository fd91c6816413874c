package ringside.perf.requests;

import java.io.IOException;
import java.nio.file.Path;
import ringside.perf.Scratch;
import ringside.perf.child.Leash;
import ringside.server.RingsideServer;
import ringside.server.ServerSetting;
import ringside.server.ServerSettings;

/** The servers that are compared; each runs in a process of its own until its parent lets go of it. */
enum ServerKind {
    /** The whole of Ringside, with {@link PayloadGame} at a frame a second, so that views are next to nothing. */
    RINGSIDE(true) {
        @Override
        void serve(final int connections) throws IOException {
            try (Scratch scratch = Scratch.in(Scratch.systemFolder(), DISK_BYTES)) {
                serve(connections, scratch.folder());
            }
        }

        private void serve(final int connections, final Path folder) throws IOException {
            final ServerSettings settings = ServerSettings.defaults()
                    .with(ServerSetting.DIR, folder.resolve("data").toString())
                    .with(ServerSetting.GAME, PayloadGame.NAME)
                    .with(ServerSetting.MATCHES, (connections + PayloadGame.SEATS - 1) / PayloadGame.SEATS)
                    .with(ServerSetting.HZ, 1)
                    .with(ServerSetting.HTTP, -1)
                    .with(ServerSetting.TCP, 0);
            try (RingsideServer server = RingsideServer.start(settings)) {
                Leash.say(Leash.READY + server.tcpPort());
                Leash.awaitEnd();
            }
        }
    },
    /** {@link BareServer}. */
    BARE(false) {
        @Override
        void serve(final int connections) throws IOException {
            try (BareServer server = new BareServer()) {
                Leash.say(Leash.READY + server.port());
                Leash.awaitEnd();
            }
        }
    },
    /** {@link BlockingServer}. */
    BLOCKING(false) {
        @Override
        void serve(final int connections) throws IOException {
            try (BlockingServer server = new BlockingServer()) {
                Leash.say(Leash.READY + server.port());
                Leash.awaitEnd();
            }
        }
    };

    private static final long DISK_BYTES = 512L << 20;

    private final boolean greets;

    ServerKind(final boolean greets) {
        this.greets = greets;
    }

    /** Whether a client says HELLO and waits for its WELCOME. */
    boolean greets() {
        return greets;
    }

    abstract void serve(int connections) throws IOException;
}
