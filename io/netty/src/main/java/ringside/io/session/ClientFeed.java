package ringside.io.session;

/** What one player's connection is fed, and what the edge knows of its way: views or turns. */
interface ClientFeed {
    int player();

    int seat();

    /** The newest frame that this client was sent, -1 before the first. */
    int newestSentFrame();

    InputTimes inputTimes();

    RoundTrip roundTrip();
}
