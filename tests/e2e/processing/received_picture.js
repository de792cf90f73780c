// Reads the picture that a page receives: the video of another member's tile.
globalThis.maruReceived = {
  /** RGB means of cells of the picture, row by row, or null without a frame. */
  cells(columns, rows) {
    const video = document.querySelector("[data-testid=tile] video");
    if (!video || video.videoWidth === 0) return null;
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0);
    const { data, width, height } = context.getImageData(
      0,
      0,
      canvas.width,
      canvas.height,
    );
    const sums = Array.from({ length: columns * rows }, () => [0, 0, 0, 0]);
    for (let i = 0; i < width * height; i++) {
      const column = Math.floor((i % width) * columns / width);
      const row = Math.floor(Math.floor(i / width) * rows / height);
      const sum = sums[row * columns + column];
      for (let c = 0; c < 3; c++) sum[c] += data[4 * i + c];
      sum[3]++;
    }
    return sums.map(([r, g, b, n]) => [r / n, g / n, b / n]);
  },
};
