package org.wayray.benchmarks.film;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

/**
 * The pictures of a workload. Two barcodes have the tick, one the key presses; a film with a block changes that block's colour
 * with each press. The same arguments give the same pictures in every process on a machine. Confined to one thread.
 */
public final class Film {
    /** Below this, the barcodes would cover each other. */
    public static final int LEAST_WIDTH = 400;

    /** The same for the height. */
    public static final int LEAST_HEIGHT = 300;

    /** The numbers in barcodes have sixteen bits. */
    public static final int MOST_TICKS = 0xFFFF;

    private static final int ODD = 0xFFD8B820;
    private static final int EVEN = 0xFF2848B8;

    /** How far a lossy coder may be off in a colour that is to be recognised. */
    private static final int TOLERANCE = 48;

    private static final int GRID_COLUMNS = 20;
    private static final int GRID_ROWS = 14;

    /** In a picture that is whole, at most one point among so many is not near its colour. */
    private static final int WRONG_AMONG = 20;

    private static final PixelRect NO_BLOCK = PixelRect.EMPTY;
    private static final PixelRect KEYS_BARCODE = Barcode.at(0, Barcode.HEIGHT);

    private final int width;
    private final int height;
    private final Scene scene;
    private final PixelRect block;

    private Film(int width, int height, Scene scene, PixelRect block) {
        this.width = width;
        this.height = height;
        this.scene = scene;
        this.block = block;
    }

    /** What there is to see. */
    public enum Content {
        /** One colour that stays, with a block of 256x256 that changes with each key press. */
        FLAT,
        /** A window over a photograph, still. */
        STILL,
        /** A screen of dense coloured text that scrolls by a line sixty times a second. */
        SCROLL,
        /** A video of 640x360, thirty pictures a second, in a photograph. */
        VIDEO,
        /** A window of 600x400 that moves over a photograph, sixty times a second. */
        DRAG,
        /** A photograph that moves across the whole screen, sixty times a second; another one every five seconds. */
        PAN
    }

    /**
     * Makes a film, which takes up to a few seconds.
     *
     * @param withBlock whether a block of 64x64 changes with each key press; {@link Content#FLAT} always has its own
     */
    public static Film of(Content content, boolean withBlock, int width, int height) {
        if (width < LEAST_WIDTH || height < LEAST_HEIGHT) {
            throw new IllegalArgumentException("a film is at least " + LEAST_WIDTH + "x" + LEAST_HEIGHT);
        }
        var scene = switch (content) {
            case FLAT -> new FlatScene(width, height);
            case STILL -> new DragScene(width, height, 0);
            case SCROLL -> new ScrollScene(width, height);
            case VIDEO -> new VideoScene(width, height);
            case DRAG -> new DragScene(width, height, 60);
            case PAN -> new PanScene(width, height);
        };
        var block = content == Content.FLAT
                ? new PixelRect((width - 256) / 2, (height - 256) / 2, 256, 256)
                : withBlock ? new PixelRect(32, height - 128, 64, 64) : NO_BLOCK;
        return new Film(width, height, scene, block);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** How often the content moves in a second; 0 if it is still. */
    public int ticksPerSecond() {
        return scene.ticksPerSecond();
    }

    /** The part that moves, on which a coder's quality is judged. */
    public PixelRect stage() {
        return scene.stage();
    }

    /** Makes the pictures of the first ticks ahead of time, where that takes long. */
    public void prepare(int ticks) {
        scene.prepare(ticks);
    }

    /** Paints what lies inside {@code clip}. */
    public void paint(Moment moment, PixelRect clip, Canvas canvas) {
        scene.paint(moment.tick(), clip, canvas);
        canvas.fill(block, clip, blockColour(moment.keys()));
        Barcode.paint(moment.tick(), scene.firstBarcode(), clip, canvas);
        Barcode.paint(moment.tick(), scene.secondBarcode(moment.tick()), clip, canvas);
        Barcode.paint(moment.keys(), KEYS_BARCODE, clip, canvas);
    }

    /** All of a picture. */
    public Framebuffer picture(Moment moment) {
        var picture = new Framebuffer(width, height);
        paint(moment, picture.bounds(), Canvas.of(picture));
        return picture;
    }

    /** Covers all pixels in which two pictures differ. */
    public List<PixelRect> changes(Moment from, Moment to) {
        var changes = new ArrayList<PixelRect>();
        if (from.tick() != to.tick()) {
            changes.addAll(scene.changes(from.tick(), to.tick()));
            addUncovered(changes, scene.firstBarcode());
            addUncovered(changes, scene.secondBarcode(from.tick()));
            addUncovered(changes, scene.secondBarcode(to.tick()));
        }
        if (from.keys() != to.keys()) {
            addUncovered(changes, KEYS_BARCODE);
            addUncovered(changes, block);
        }
        return changes;
    }

    private static void addUncovered(List<PixelRect> changes, PixelRect place) {
        if (!place.isEmpty() && changes.stream().noneMatch(change -> change.contains(place))) {
            changes.add(place);
        }
    }

    /** The tick at the first place, or a negative number where none is to be read. */
    public int tick(Framebuffer picture) {
        return Barcode.read(
                picture, scene.firstBarcode().x(), scene.firstBarcode().y());
    }

    /**
     * Which picture this is; empty while parts of it are from another one: both barcodes have the tick, and so many points of a grid
     * over what moves have that picture's colours, or nearly, that less than a twentieth can be missing.
     */
    public Optional<Moment> read(Framebuffer picture) {
        int tick = tick(picture);
        if (tick < 0) {
            return Optional.empty();
        }
        var second = scene.secondBarcode(tick);
        int keys = keys(picture);
        return Barcode.read(picture, second.x(), second.y()) == tick && keys >= 0 && isWhole(picture, tick)
                ? Optional.of(new Moment(tick, keys))
                : Optional.empty();
    }

    private boolean isWhole(Framebuffer picture, int tick) {
        var stage = scene.stage();
        var second = scene.secondBarcode(tick);
        int points = 0;
        int wrong = 0;
        for (int row = 0; row < GRID_ROWS; row++) {
            int y = stage.y() + (2 * row + 1) * stage.height() / (2 * GRID_ROWS);
            for (int column = 0; column < GRID_COLUMNS; column++) {
                int x = stage.x() + (2 * column + 1) * stage.width() / (2 * GRID_COLUMNS);
                if (block.contains(x, y)
                        || second.contains(x, y)
                        || scene.firstBarcode().contains(x, y)
                        || KEYS_BARCODE.contains(x, y)) {
                    continue;
                }
                points++;
                wrong += Fidelity.isNear(picture.pixel(x, y), scene.colour(tick, x, y), TOLERANCE) ? 0 : 1;
            }
        }
        return wrong * WRONG_AMONG <= points;
    }

    /** Whether the answer to a key press is there: its count and, at five points, the block's colour. */
    public boolean answered(Framebuffer picture, int keys) {
        if (keys(picture) != keys) {
            return false;
        }
        int inset = 4;
        return hasBlockColour(picture, keys, block.x() + block.width() / 2, block.y() + block.height() / 2)
                && hasBlockColour(picture, keys, block.x() + inset, block.y() + inset)
                && hasBlockColour(picture, keys, block.right() - inset, block.y() + inset)
                && hasBlockColour(picture, keys, block.x() + inset, block.bottom() - inset)
                && hasBlockColour(picture, keys, block.right() - inset, block.bottom() - inset);
    }

    /** The key presses in a picture, or a negative number where they are not to be read. */
    public int keys(Framebuffer picture) {
        return Barcode.read(picture, KEYS_BARCODE.x(), KEYS_BARCODE.y());
    }

    private static boolean hasBlockColour(Framebuffer picture, int keys, int x, int y) {
        return Fidelity.isNear(picture.pixel(x, y), blockColour(keys), TOLERANCE);
    }

    private static int blockColour(int keys) {
        return (keys & 1) == 0 ? EVEN : ODD;
    }
}
