package org.wayray.viewer.headless;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.wayray.codec.Framebuffer;

/** Writes pictures to files. */
public final class Screenshot {
    private Screenshot() {}

    /** Where one of several goes: {@code desk.png} becomes {@code desk-2.png}. */
    public static Path numbered(Path file, int number) {
        var name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return file.resolveSibling(name.substring(0, end) + "-" + number + name.substring(end));
    }

    /**
     * Writes a picture as PNG, over whatever the file held.
     *
     * @throws IOException the file cannot be written
     */
    public static void write(Framebuffer picture, Path file) throws IOException {
        var image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, picture.width(), picture.height(), picture.pixels(), 0, picture.stride());
        ImageIO.setUseCache(false);
        try (var out = Files.newOutputStream(file)) {
            ImageIO.write(image, "png", out);
        }
    }
}
