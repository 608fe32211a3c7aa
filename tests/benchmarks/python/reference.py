"""What a Python programmer would write for the benchmark's stages with torchaudio, OpenCV and PyTorch.

    reference.py --clips FOLDER [--n 20] [--threads 2] [--steps 30] [--cascade FILE] [--landmarks FILE]

Prints one JSON object, stage to figures. Needs Debian's python3-torch, python3-torchaudio, python3-opencv, opencv-data and
ffmpeg. A landmark network is only timed where one is named (an ONNX file, 160 x 160 in, 136 coordinates first).
"""
import argparse
import json
import pathlib
import subprocess
import time

import cv2
import numpy
import torch
import torchaudio

RATE, ROWS, COEFFICIENTS, POINTS = 16000, 40, 40, 136
BATCH, SEQUENCE = 10, 224
PIECE, FRAMES_PER_SECOND = 320, 25


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clips", required=True)
    parser.add_argument("--n", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--cascade", default="/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml")
    parser.add_argument("--landmarks")
    return parser.parse_args()


def seconds(work):
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.recurrent = torch.nn.LSTM(ROWS * COEFFICIENTS, 200, num_layers=2, batch_first=True)
        self.dropout = torch.nn.Dropout(0.25)
        self.points = torch.nn.Linear(200, POINTS)

    def forward(self, windows, state=None):
        hidden, state = self.recurrent(windows, state)
        return self.points(self.dropout(hidden)), state


def sound_of(clip):
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(clip), "-f", "f32le", "-ac", "1", "-ar", str(RATE), "pipe:1"], check=True, stdout=subprocess.PIPE).stdout
    return torch.frombuffer(bytearray(raw), dtype=torch.float32)


def frames_of(clip):
    video = cv2.VideoCapture(str(clip))
    while True:
        there, frame = video.read()
        if not there:
            return
        yield frame


def windows_of(rows):
    """The published windows: 224 of 40 rows, spread over the clip."""
    starts = torch.linspace(0, rows.shape[0], SEQUENCE + 1)[:-1].round().long().clamp(0, rows.shape[0] - ROWS - 1)
    return rows.unfold(0, ROWS, 1)[starts].transpose(1, 2).reshape(SEQUENCE, ROWS * COEFFICIENTS)


def find_points(frame, cascade, network):
    grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    faces = cascade.detectMultiScale(grey, scaleFactor=1.1, minNeighbors=5, minSize=(60, 60))
    if len(faces) and network is not None:
        x, y, width, height = max(faces, key=lambda face: face[2] * face[3])
        side = int(1.4 * max(width, height))
        crop = cv2.getRectSubPix(frame, (side, side), (float(x + width / 2), float(y + height / 2)))
        network.setInput(cv2.dnn.blobFromImage(crop, 1 / 127, (160, 160), (127, 127, 127)))
        network.forward()


def live(audio, mfcc, network):
    """20 ms at a time: rows of the latest half second, a step of the network whenever a frame is due."""
    times = []
    for sound in audio:
        heard, due, state = torch.zeros(ROWS * 200 + 400), 0.0, None
        for first in range(0, sound.shape[0] - PIECE + 1, PIECE):
            begun = time.perf_counter()
            heard = torch.cat([heard[PIECE:], sound[first:first + PIECE]])
            if (first + PIECE) / RATE >= due:
                due += 1 / FRAMES_PER_SECOND
                window = mfcc(heard).T[-ROWS:].reshape(1, 1, -1)
                points, state = network(window, state)
                points.numpy()
            times.append(time.perf_counter() - begun)
    return numpy.array(times)


def main():
    given = options()
    torch.set_num_threads(given.threads)
    cv2.setNumThreads(given.threads)
    torch.manual_seed(1)
    clips = sorted(path for path in pathlib.Path(given.clips).iterdir() if path.is_file())[:given.n]
    figures = {"threads": given.threads, "clips": len(clips), "torch": torch.__version__}

    decoding, audio = seconds(lambda: [sound_of(clip) for clip in clips])
    heard = sum(sound.shape[0] for sound in audio) / RATE
    mfcc = torchaudio.transforms.MFCC(sample_rate=RATE, n_mfcc=COEFFICIENTS, melkwargs={"n_mels": 40})
    mfcc(audio[0])
    spent, rows = seconds(lambda: [mfcc(sound).T for sound in audio])
    figures["audio_decode"] = {"audio_seconds_per_second": heard / decoding}
    figures["mfcc"] = {"audio_seconds_per_second": heard / spent}

    cascade = cv2.CascadeClassifier(given.cascade)
    if cascade.empty():
        raise SystemExit(f"There is no cascade at {given.cascade}: install opencv-data or name it with --cascade.")
    points = None if given.landmarks is None else cv2.dnn.readNetFromONNX(given.landmarks)
    spent, count = seconds(lambda: sum(find_points(frame, cascade, points) is None for clip in clips for frame in frames_of(clip)))
    figures["landmarks"] = {"frames_per_second": count / spent, "with_network": points is not None}

    network = Network()
    windows = torch.stack([windows_of(rows[i % len(rows)]) for i in range(BATCH)])
    windows, targets = (windows - windows.mean()) / windows.std(), torch.rand(BATCH, SEQUENCE, POINTS)
    adam = torch.optim.Adam(network.parameters(), lr=1e-4)

    def step():
        adam.zero_grad()
        loss = torch.nn.functional.mse_loss(network(windows)[0], targets)
        loss.backward()
        adam.step()
        return loss.item()

    step()
    step()
    spent, _ = seconds(lambda: [step() for _ in range(given.steps)])
    figures["train_lstm"] = {"frames_per_second": given.steps * BATCH * SEQUENCE / spent}

    network.eval()
    with torch.no_grad():
        network(windows_of(mfcc(audio[0]).T).unsqueeze(0))
        spent, _ = seconds(lambda: [network(windows_of(mfcc(sound).T).unsqueeze(0)) for sound in audio])
        figures["infer_keypoints"] = {"audio_seconds_per_second": heard / spent}
        live(audio[:1], mfcc, network)
        pieces = live(audio, mfcc, network)
        figures["live"] = {
            "pieces_per_second": len(pieces) / pieces.sum(),
            "p50_ms": 1000 * numpy.percentile(pieces, 50),
            "p99_ms": 1000 * numpy.percentile(pieces, 99),
        }
    print(json.dumps(figures, indent=1))


main()
