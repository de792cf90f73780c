/**
 * Stands in for the camera and the screen of a page whose picture is taken: a
 * drawn person in a drawn room, and a drawn slide. Runs in the page before it.
 */
(() => {
  const seed = self.maruSeed ?? 0;
  const media = navigator.mediaDevices;
  if (!media) return;

  const PEOPLE = [
    { skin: "#e9bd98", hair: "#3b2a20", coat: "#7a3b2e", wall: "#d9c7a5" },
    { skin: "#c98f63", hair: "#1d1713", coat: "#2f5d6b", wall: "#c5cfc4" },
    { skin: "#f1cdb0", hair: "#a8642f", coat: "#3f5c3d", wall: "#d8cdc4" },
    { skin: "#8d5b3d", hair: "#15110e", coat: "#c39a3d", wall: "#b9c6cf" },
    { skin: "#efc9a6", hair: "#5b5650", coat: "#4a4668", wall: "#cfc3ae" },
    { skin: "#b67b52", hair: "#2a1c14", coat: "#8a4a5e", wall: "#bfccc0" },
    { skin: "#f0d2ba", hair: "#d0a24f", coat: "#2d4f73", wall: "#d4c6bb" },
    { skin: "#6f4730", hair: "#0f0c0a", coat: "#557a59", wall: "#c9bfa9" },
  ];
  /** Eight pages that code and decode are much for one machine. */
  const scale = seed > 0 && self.maruIsCrowd ? 0.5 : 2;
  const who = PEOPLE[seed % PEOPLE.length];

  function disc(ctx, x, y, rx, ry, colour) {
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
    ctx.fill();
  }

  function room(ctx, w, h) {
    ctx.fillStyle = who.wall;
    ctx.fillRect(0, 0, w, h);
    const side = seed % 2 === 0 ? 0.07 : 0.7;
    ctx.fillStyle = "#8a6a48";
    ctx.fillRect(w * side, h * 0.1, w * 0.23, h * 0.46);
    const sky = ctx.createLinearGradient(0, h * 0.1, 0, h * 0.56);
    sky.addColorStop(0, "#bcd7e4");
    sky.addColorStop(1, "#f3ead6");
    ctx.fillStyle = sky;
    ctx.fillRect(w * (side + 0.012), h * 0.125, w * 0.098, h * 0.41);
    ctx.fillRect(w * (side + 0.12), h * 0.125, w * 0.098, h * 0.41);
    const shelf = seed % 2 === 0 ? 0.7 : 0.06;
    ctx.fillStyle = "#8a6a48";
    ctx.fillRect(w * shelf, h * 0.42, w * 0.24, h * 0.022);
    for (let i = 0; i < 9; i++) {
      const tall = h * (0.13 + ((i * 7 + seed * 5) % 5) * 0.016);
      ctx.fillStyle =
        ["#7d4f3f", "#4d6b62", "#b08a4f", "#5a5f7c", "#93705e"][(i + seed) % 5];
      ctx.fillRect(
        w * (shelf + 0.012 + i * 0.022),
        h * 0.42 - tall,
        w * 0.017,
        tall,
      );
    }
  }

  function person(ctx, w, h, t) {
    const x = w / 2 + Math.sin(t / 900 + seed) * w * 0.008;
    const y = h * 0.46 + Math.sin(t / 1300 + seed) * h * 0.006;
    const r = h * 0.17;
    const isLong = seed % 3 === 0;
    if (isLong) disc(ctx, x, y + r * 0.55, r * 1.22, r * 1.6, who.hair);
    ctx.fillStyle = who.coat;
    ctx.beginPath();
    ctx.moveTo(x - r * 2.5, h);
    ctx.bezierCurveTo(
      x - r * 2.4,
      h * 0.76,
      x - r * 1.2,
      h * 0.72,
      x,
      h * 0.72,
    );
    ctx.bezierCurveTo(
      x + r * 1.2,
      h * 0.72,
      x + r * 2.4,
      h * 0.76,
      x + r * 2.5,
      h,
    );
    ctx.fill();
    ctx.fillStyle = who.skin;
    ctx.fillRect(x - r * 0.38, y + r * 0.7, r * 0.76, r * 0.95);
    disc(ctx, x, h * 0.735, r * 0.62, r * 0.3, who.skin);
    disc(ctx, x, y, r * 0.92, r * 1.16, who.skin);
    ctx.fillStyle = who.hair;
    ctx.beginPath();
    ctx.ellipse(x, y - r * 0.42, r * 1.0, r * 0.92, 0, Math.PI, 2 * Math.PI);
    ctx.quadraticCurveTo(x + r * 0.5, y - r * 0.86, x - r * 0.1, y - r * 0.72);
    ctx.quadraticCurveTo(x - r * 0.7, y - r * 0.66, x - r * 1.0, y - r * 0.42);
    ctx.fill();
    const isBlinking = (t + seed * 700) % 4200 < 160;
    for (const side of [-1, 1]) {
      const eye = x + side * r * 0.36;
      disc(
        ctx,
        eye,
        y - r * 0.02,
        r * 0.085,
        isBlinking ? 1 : r * 0.11,
        "#2a211b",
      );
      ctx.strokeStyle = who.hair;
      ctx.lineWidth = r * 0.06;
      ctx.beginPath();
      ctx.moveTo(eye - r * 0.17, y - r * 0.25);
      ctx.quadraticCurveTo(eye, y - r * 0.34, eye + r * 0.17, y - r * 0.25);
      ctx.stroke();
    }
    ctx.strokeStyle = "#8e4a3c";
    ctx.lineWidth = r * 0.07;
    ctx.lineCap = "round";
    ctx.beginPath();
    ctx.arc(x, y + r * 0.36, r * 0.32, 0.18 * Math.PI, 0.82 * Math.PI);
    ctx.stroke();
  }

  function slide(ctx, w, h, t) {
    ctx.fillStyle = "#fbfaf7";
    ctx.fillRect(0, 0, w, h);
    ctx.fillStyle = "#22473b";
    ctx.fillRect(0, 0, w * 0.02, h);
    ctx.fillStyle = "#23201b";
    ctx.font = `600 ${h * 0.075}px Georgia, serif`;
    ctx.fillText("The year in numbers", w * 0.08, h * 0.17);
    ctx.font = `${h * 0.036}px sans-serif`;
    ctx.fillStyle = "#6a6256";
    ctx.fillText("Visitors of the library, by month", w * 0.08, h * 0.25);
    const months = [38, 44, 52, 49, 61, 70, 66, 74, 82, 79, 90, 97];
    months.forEach((value, i) => {
      const tall = h * 0.52 * value / 100;
      ctx.fillStyle = i === months.length - 1 ? "#c2703d" : "#5b8f7b";
      ctx.fillRect(w * (0.08 + i * 0.07), h * 0.87 - tall, w * 0.046, tall);
    });
    // Something has to move, or no new frame is sent to who comes later.
    ctx.fillStyle = "#d8d1c2";
    ctx.fillRect(w * 0.08, h * 0.92, w * 0.84 * ((t / 20_000) % 1), h * 0.008);
  }

  function film(width, height, frameRate, draw) {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const ctx = canvas.getContext("2d");
    const paint = () => draw(ctx, width, height, performance.now());
    paint();
    const timer = setInterval(paint, 1000 / frameRate);
    const [track] = canvas.captureStream(frameRate).getVideoTracks();
    const stop = track.stop.bind(track);
    track.stop = () => {
      clearInterval(timer);
      stop();
    };
    return track;
  }

  const open = media.getUserMedia.bind(media);
  media.getUserMedia = async ({ audio, video }) => {
    const real = audio && await open({ audio, video: false });
    const tracks = real ? real.getAudioTracks() : [];
    if (video) {
      tracks.push(film(480 * scale, 270 * scale, 4 * scale, (ctx, w, h, t) => {
        room(ctx, w, h);
        person(ctx, w, h, t);
      }));
    }
    return new MediaStream(tracks);
  };
  media.getDisplayMedia = () =>
    Promise.resolve(new MediaStream([film(1280, 720, 4, slide)]));

  const LABELS = {
    videoinput: "Desk camera",
    audioinput: "Desk microphone",
    audiooutput: "Loudspeaker",
  };
  const list = media.enumerateDevices.bind(media);
  media.enumerateDevices = async () => {
    const seen = new Set();
    const devices = [];
    for (const { kind, deviceId, groupId } of await list()) {
      if (deviceId === "default" || seen.has(kind)) continue;
      seen.add(kind);
      devices.push({ kind, deviceId, groupId, label: LABELS[kind] });
    }
    return devices;
  };
})();
