/** Size of the drawings that the photos show. */
export const sceneSize = { width: 1300, height: 975 } as const;

const drawings = {
  tent: {
    backdrop: ["#8fb8dd", "#f0dcc0"],
    drawing: `
      <path d="M0 560 L180 380 L330 520 L560 300 L800 540 L980 400 L1300 580 V975 H0Z" fill="#6d8797"/>
      <path d="M0 640 Q 320 540 640 640 T 1300 620 V975 H0Z" fill="#557a4c"/>
      <path d="M0 740 Q 420 660 760 750 T 1300 730 V975 H0Z" fill="#41633b"/>
      <path d="M330 800 L640 370 L960 800Z" fill="url(#warm)"/>
      <path d="M640 370 L960 800 L760 800Z" fill="#7d2c1d"/>
      <path d="M640 370 L560 800 L700 800Z" fill="#3a1a14"/>
      <path d="M640 370 L250 830 M640 370 L1050 830" stroke="#d8cba8" stroke-width="4"/>`,
  },
  bicycle: {
    backdrop: ["#c9ced2", "#8b9298"],
    drawing: `
      <rect y="690" width="1300" height="285" fill="#5d6165"/>
      <path d="M0 700 H1300" stroke="#f2f2ee" stroke-width="6"/>
      <g fill="none" stroke="#22252a" stroke-width="16">
        <circle cx="400" cy="620" r="180"/><circle cx="900" cy="620" r="180"/>
        <g stroke-width="2" stroke="#b9bec4">
          <path d="M400 440V800M220 620H580M273 493L527 747M273 747L527 493M900 440V800M720 620H1080M773 493L1027 747M773 747L1027 493"/>
        </g>
      </g>
      <path d="M400 620 L540 380 L820 390 L640 630 Z M540 380 L640 630 M820 390 L900 620 M800 320 L822 395" fill="none" stroke="url(#warm)" stroke-width="22" stroke-linejoin="round"/>
      <path d="M480 360 H600 M760 320 H850" stroke="#1b1b1b" stroke-width="26" stroke-linecap="round"/>`,
  },
  cup: {
    backdrop: ["#5a4030", "#d8b88a"],
    drawing: `
      <rect y="600" width="1300" height="375" fill="#8a5a34"/>
      <path d="M0 640H1300M0 720H1300M0 820H1300M0 920H1300" stroke="#6f4526" stroke-width="5"/>
      <ellipse cx="650" cy="780" rx="380" ry="80" fill="#efe7da"/>
      <path d="M410 430 H890 Q 880 760 650 770 Q 420 760 410 430Z" fill="url(#cool)"/>
      <path d="M885 480 Q 1030 480 990 600 Q 950 670 860 660" fill="none" stroke="#e9eef2" stroke-width="34"/>
      <ellipse cx="650" cy="430" rx="240" ry="58" fill="#f4f4f0"/>
      <ellipse cx="650" cy="436" rx="212" ry="46" fill="#4b2a17"/>
      <path d="M560 440 Q 650 400 740 440 Q 650 470 560 440Z" fill="#c99b68"/>`,
  },
  sofa: {
    backdrop: ["#e7ded2", "#c9b9a4"],
    drawing: `
      <rect y="720" width="1300" height="255" fill="#a98a68"/>
      <rect x="880" y="120" width="280" height="220" fill="#f8f5ee" stroke="#4a4038" stroke-width="14"/>
      <circle cx="1020" cy="230" r="70" fill="url(#warm)"/>
      <rect x="230" y="420" width="800" height="260" rx="50" fill="url(#cool)"/>
      <rect x="180" y="520" width="130" height="250" rx="50" fill="#3f6072"/>
      <rect x="950" y="520" width="130" height="250" rx="50" fill="#3f6072"/>
      <rect x="290" y="600" width="330" height="140" rx="30" fill="#6f95a6"/>
      <rect x="640" y="600" width="330" height="140" rx="30" fill="#678c9d"/>`,
  },
  robot: {
    backdrop: ["#ffe9a8", "#f6b7c1"],
    drawing: `
      <rect y="760" width="1300" height="215" fill="#b9dfb4"/>
      <rect x="450" y="420" width="400" height="330" rx="40" fill="url(#warm)"/>
      <rect x="500" y="180" width="300" height="210" rx="50" fill="url(#cool)"/>
      <circle cx="580" cy="280" r="38" fill="#fff"/><circle cx="720" cy="280" r="38" fill="#fff"/>
      <circle cx="588" cy="284" r="16" fill="#222"/><circle cx="712" cy="284" r="16" fill="#222"/>
      <path d="M650 180V110" stroke="#555" stroke-width="14"/><circle cx="650" cy="100" r="24" fill="#d33"/>
      <rect x="320" y="450" width="110" height="230" rx="50" fill="#6aa36f"/>
      <rect x="870" y="450" width="110" height="230" rx="50" fill="#6aa36f"/>
      <rect x="500" y="740" width="110" height="120" rx="20" fill="#444"/><rect x="690" y="740" width="110" height="120" rx="20" fill="#444"/>
      <circle cx="560" cy="560" r="34" fill="#ffe27a"/><circle cx="650" cy="560" r="34" fill="#8ed1fc"/><circle cx="740" cy="560" r="34" fill="#a3e4a1"/>`,
  },
  dress: {
    backdrop: ["#dfe3e6", "#b7bec5"],
    drawing: `
      <rect y="840" width="1300" height="135" fill="#8f959b"/>
      <path d="M650 120 Q 700 90 690 150 L 650 190 M430 250 L650 180 L870 250" fill="none" stroke="#6b4a2f" stroke-width="14"/>
      <path d="M530 230 Q 650 320 770 230 L 820 460 Q 1010 760 960 860 Q 650 920 340 860 Q 290 760 480 460Z" fill="url(#cool)"/>
      <path d="M480 460 Q 650 520 820 460 L 825 500 Q 650 560 475 500Z" fill="#243447"/>
      <path d="M560 540 Q 500 740 470 870 M650 555 V 895 M740 540 Q 800 740 830 870" fill="none" stroke="#2f4a60" stroke-width="8" opacity=".6"/>`,
  },
} as const;

export type SceneName = keyof typeof drawings;

export function sceneSvg(name: SceneName): string {
  const { backdrop, drawing } = drawings[name];
  const { width, height } = sceneSize;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 1300 975">
    <defs>
      <linearGradient id="backdrop" x2="0" y2="1"><stop offset="0" stop-color="${backdrop[0]}"/><stop offset="1" stop-color="${backdrop[1]}"/></linearGradient>
      <linearGradient id="warm" x2="1" y2="1"><stop offset="0" stop-color="#f0913d"/><stop offset="1" stop-color="#a8321f"/></linearGradient>
      <linearGradient id="cool" x2="1" y2="1"><stop offset="0" stop-color="#a9cbe0"/><stop offset="1" stop-color="#2e5c7d"/></linearGradient>
      <radialGradient id="light" cx=".35" cy=".25" r="1"><stop offset="0" stop-color="#fff" stop-opacity=".28"/><stop offset="1" stop-color="#000" stop-opacity=".38"/></radialGradient>
    </defs>
    <rect width="1300" height="975" fill="url(#backdrop)"/>${drawing}
    <rect width="1300" height="975" fill="url(#light)"/>
  </svg>`;
}
