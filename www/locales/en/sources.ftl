### What the texts about the rules rest on. docs/REGIMES.md says which text rests on which.
### Comes later.

## Sources. Computed ids: `source-`

source-abelson-2021 = Abelson, Anderson, Bellovin, Benaloh, Blaze, Callas, Diffie, Landau, Neumann, Rivest, Schiller, Schneier, Teague, Troncoso, “Bugs in Our Pockets: The Risks of Client-Side Scanning”, arXiv 2110.07450, 2021; Journal of Cybersecurity 10(1), 2024.
source-adrian-2015 = Adrian et al., “Imperfect Forward Secrecy: How Diffie-Hellman Fails in Practice” (Logjam), ACM CCS 2015.
source-apple-2022 = Apple, statement to Wired on its detection tool for iCloud Photos, 7 December 2022.
source-apple-2023 = Apple Security Engineering and Architecture, “Advancing iMessage Security: iMessage Contact Key Verification”, 27 October 2023.
source-apple-2025 = Apple, statement on Advanced Data Protection in the United Kingdom, 21 February 2025.
source-athens-affair-2007 = Prevelakis, Spinellis, “The Athens Affair”, IEEE Spectrum, July 2007.
source-bhowmick-2021 = Bhowmick, Boneh, Myers, Talwar, Tarbe, “The Apple PSI System”, 29 July 2021.
source-blaze-1994 = Blaze, “Protocol Failure in the Escrowed Encryption Standard”, ACM CCS 1994.
source-blaze-1996 = Blaze, Diffie, Rivest, Schneier, Shimomura, Thompson, Wiener, “Minimal Key Lengths for Symmetric Ciphers to Provide Adequate Commercial Security”, January 1996.
source-denning-1993 = Denning, “To Tap or Not to Tap”, Communications of the ACM 36(3), 1993.
source-denning-1994 = Denning, testimony before the Subcommittee on Technology, Environment, and Aviation, US House of Representatives, 3 May 1994.
source-fips-185 = NIST, FIPS 185, “Escrowed Encryption Standard”, 9 February 1994, withdrawn on 19 October 2015.
source-freak-2015 = FREAK, CVE-2015-0204, 2015.
source-ghost-letter-2019 = Open letter to GCHQ of 47 organisations, companies and experts, 22 May 2019.
source-green-2021 = Green, Kaptchuk, Van Laer, “Abuse Resistant Law Enforcement Access Systems”, EUROCRYPT 2021 (ePrint 2021/321).
source-international-statement-2020 = Governments of the United Kingdom, the United States, Australia, New Zealand, Canada, India and Japan, “International Statement: End-to-End Encryption and Public Safety”, 11 October 2020.
source-kaufman-1999 = Kaufman, post to the mailing list cryptography@c2.net on Lotus Notes and its NSA key, 1999.
source-kaufman-matyas-1998 = Kaufman, Matyas, “Differential Work Factor Cryptography Method and System”, US patent 5,764,772 for Lotus, filed in 1995, granted in 1998.
source-keys-under-doormats-2015 = Abelson, Anderson, Bellovin, Benaloh, Blaze, Diffie, Gilmore, Green, Landau, Neumann, Rivest, Schiller, Schneier, Specter, Weitzner, “Keys Under Doormats”, Journal of Cybersecurity 1(1), 2015.
source-levy-robinson-2018 = Levy, Robinson, “Principles for a More Informed Exceptional Access Debate”, Lawfare, 29 November 2018.
source-levy-robinson-2022 = Levy, Robinson, “Thoughts on Child Safety on Commodity Platforms”, arXiv 2207.09506, 2022.
source-martiny-2021 = Martiny, Kaptchuk, Aviv, Roche, Wustrow, “Improving Signal’s Sealed Sender”, NDSS 2021.
source-mcnamara-1999 = McNamara, Deputy Director of the NSA, statement to the House Armed Services Committee on encryption, 1 July 1999.
source-neuralhash-collision-2021 = “Working Collision?”, issue 1 of AsuharietYgvar/AppleNeuralHash2ONNX, GitHub, August 2021.
source-nist-blaze-1994 = NIST, statement on the draft paper by Matt Blaze, 2 June 1994.
source-podchasov-2024 = European Court of Human Rights, Podchasov v. Russia, no. 33696/19, judgment of 13 February 2024.
source-rosenstein-2017 = Rosenstein, Deputy Attorney General, remarks on encryption, US Naval Academy, 10 October 2017.
source-rudd-2017 = Rudd, Home Secretary, interview, BBC, The Andrew Marr Show, 26 March 2017.
source-salt-typhoon-2024 = FBI and CISA, joint statement on the targeting of commercial telecommunications infrastructure, 13 November 2024.
source-signal-sealed-sender-2018 = Signal, “Technology Preview: Sealed Sender for Signal”, 29 October 2018.
source-white-house-1993 = The White House, Office of the Press Secretary, statement on the Clipper chip with questions and answers, 16 April 1993.
source-wright-varia-2018 = Wright, Varia, “Crypto Crumple Zones: Enabling Limited Access without Mass Surveillance”, IEEE EuroS&P 2018.
