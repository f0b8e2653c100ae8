const WIDTH = 1_000;
const LINE = 92;
const LEFT = 130;

/** A JPEG of a text on lined paper, a little askew like a photo, large enough for a reader of print. */
export async function drawPaper(text: string): Promise<Blob> {
  const lines = text.split('\n').slice(0, 30);
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = Math.max(620, (lines.length + 2) * LINE);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no pictures');
  await document.fonts.load("500 56px 'Noto Sans Devanagari'");
  context.fillStyle = '#8d8577';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate(-0.008);
  context.translate(-canvas.width / 2, -canvas.height / 2);
  context.fillStyle = '#fdfbf0';
  context.fillRect(24, 24, WIDTH - 48, canvas.height - 48);
  drawRules(context, canvas.height);
  context.fillStyle = '#16235c';
  context.font = "500 54px 'Inter Variable', 'Noto Sans Devanagari', sans-serif";
  lines.forEach((line, index) => {
    context.fillText(line, LEFT + 24, LINE * (index + 2) - 16, WIDTH - LEFT - 80);
  });
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be made'))),
      'image/jpeg',
      0.9,
    );
  });
}

function drawRules(context: CanvasRenderingContext2D, height: number): void {
  context.lineWidth = 2;
  context.strokeStyle = '#c5d6e6';
  for (let y = LINE * 2; y < height - 30; y += LINE) stroke(context, 24, y, WIDTH - 24, y);
  context.strokeStyle = '#e3a3a3';
  stroke(context, LEFT, 24, LEFT, height - 24);
}

function stroke(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
