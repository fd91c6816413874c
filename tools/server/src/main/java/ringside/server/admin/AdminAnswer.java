package ringside.server.admin;

/**
 * What is answered to a request.
 *
 * @param status of HTTP
 * @param body written as JSON
 */
record AdminAnswer(int status, Object body) {}
