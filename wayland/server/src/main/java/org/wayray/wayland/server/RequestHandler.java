package org.wayray.wayland.server;

/**
 * What happens on the requests of one resource.
 *
 * <pre>{@code
 * public void handle(WlRegionProtocol.Request request) {
 *     switch (request) {
 *         case Request.Destroy() -> {}
 *         case Request.Add(var x, var y, var width, var height) -> region.add(x, y, width, height);
 *         case Request.Subtract(var x, var y, var width, var height) -> region.subtract(x, y, width, height);
 *     }
 * }
 * }</pre>
 *
 * @param <RQ> the interface's requests
 */
@FunctionalInterface
public interface RequestHandler<RQ> {
    /**
     * Handles a request. Its arguments are valid as the protocol's description goes: objects exist and have the right
     * interface, new ids are free. A handler has to {@linkplain Client#create create} a resource for every new id. After a
     * destructor request the resource is destroyed by the caller; clean-up belongs into {@link Resource#onDestroy}.
     *
     * @throws ProtocolException when the request breaks a rule of the interface; the client is told and disconnected
     */
    void handle(RQ request);
}
