package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_KEY_DOWN;

import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lwjgl.sdl.SDLEvents;
import org.lwjgl.sdl.SDL_Event;
import org.lwjgl.sdl.SDL_EventFilter;
import org.lwjgl.sdl.SDL_KeyboardEvent;
import org.lwjgl.system.MemoryUtil;

/**
 * Takes input from SDL before it enters SDL's queue. A key that takes its way through the queue leaves some tenths of a
 * millisecond later: on X11, SDL first sends itself a message through the X server to wake the thread that is awake, and tells the
 * window manager the time of the key, who answers with questions.
 *
 * <p>Confined to the SDL thread. Events that others put into the queue are left there.
 */
final class EarlyInput implements AutoCloseable {
    private final Thread owner = Thread.currentThread();
    private final SdlInput input;
    private final Predicate<SDL_KeyboardEvent> viewers;
    private final Executor loop;
    private final SDL_EventFilter filter = SDL_EventFilter.create((data, event) -> !takes(event));
    private boolean flushPosted;
    private @Nullable Throwable failure;

    private EarlyInput(SdlInput input, Predicate<SDL_KeyboardEvent> viewers, Executor loop) {
        this.input = input;
        this.viewers = viewers;
        this.loop = loop;
    }

    /**
     * From now on, hands over input as it comes.
     *
     * @param viewers which keys go through the queue as ever, because what they do must not be done within a call to SDL
     * @param loop flushes what is not passed on at once
     */
    static EarlyInput install(SdlInput input, Predicate<SDL_KeyboardEvent> viewers, Executor loop) {
        var early = new EarlyInput(input, viewers, loop);
        SDLEvents.SDL_SetEventFilter(early.filter, MemoryUtil.NULL);
        return early;
    }

    /** Called by SDL, on whatever thread has an event. No exception may get out into foreign code. */
    private boolean takes(long address) {
        if (Thread.currentThread() != owner) {
            return false;
        }
        try {
            var event = SDL_Event.create(address);
            int type = event.type();
            if (!SdlInput.isInput(type)
                    || input.isSuspended()
                    || (type == SDL_EVENT_KEY_DOWN && viewers.test(event.key()))) {
                return false;
            }
            input.handle(event);
            if (input.isMoved() && !flushPosted) {
                flushPosted = true;
                loop.execute(this::flush);
            }
            return true;
        } catch (Throwable e) {
            failure = e;
            return false;
        }
    }

    private void flush() {
        flushPosted = false;
        input.flush();
    }

    /**
     * Fails as input failed within a call to SDL.
     *
     * @throws IllegalStateException then
     */
    void throwIfFailed() {
        if (failure != null) {
            throw new IllegalStateException("input could not be handled", failure);
        }
    }

    @Override
    public void close() {
        SDLEvents.SDL_SetEventFilter(null, MemoryUtil.NULL);
        filter.free();
    }
}
