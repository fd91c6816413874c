package ringside.io.client;

import ringside.engine.logic.GameType;
import ringside.io.session.Edge;
import ringside.io.support.LockstepServer;

/** A lockstep server, many clients and the network between them; the server's clock is the network's. */
final class LockstepNetwork extends EdgeNetwork {
    LockstepNetwork(final LockstepServer server, final long seed) {
        super(new Clocked(server), server.nowNs, seed);
    }

    Player join(final GameType type, final SessionListener listener) {
        return join(ClientSettings.of("tcp://a:1").withGame(type), listener);
    }

    private record Clocked(LockstepServer server) implements Server {
        @Override
        public Edge edge() {
            return server.edge;
        }

        @Override
        public int hz() {
            return LockstepServer.HZ;
        }

        @Override
        public int match() {
            return LockstepServer.MATCH;
        }

        @Override
        public void frame(final long nowNs) {
            server.nowNs = nowNs;
            server.frame();
        }

        @Override
        public void wake(final long nowNs) {
            server.nowNs = nowNs;
            server.wake();
        }
    }
}
