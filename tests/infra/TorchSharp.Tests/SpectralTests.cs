using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Fourier transforms against the sums that define them.</summary>
public sealed class SpectralTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_transform_is_the_sum_of_its_definition()
    {
        double[] x = [1, 2, -1, 3, 0.5];
        Tensor spectrum = fft.rfft(tensor(x));
        spectrum.shape.ShouldBe([3]);
        for (int k = 0; k < 3; k++)
        {
            double real = 0, imaginary = 0;
            for (int n = 0; n < x.Length; n++)
            {
                real += x[n] * Math.Cos(2 * Math.PI * k * n / x.Length);
                imaginary -= x[n] * Math.Sin(2 * Math.PI * k * n / x.Length);
            }

            spectrum.real[k].item<double>().ShouldBe(real, 1e-12);
            spectrum.imag[k].item<double>().ShouldBe(imaginary, 1e-12);
        }

        fft.irfft(spectrum, n: 5).allclose(tensor(x)).ShouldBeTrue();
        fft.irfft(fft.rfft(tensor(x), norm: FFTNormType.Ortho), n: 5, norm: FFTNormType.Ortho).allclose(tensor(x)).ShouldBeTrue();
    }

    [Fact]
    public void Transforms_of_images_come_back()
    {
        Tensor image = rand(4, 6, dtype: float64);
        fft.irfft2(fft.rfft2(image)).allclose(image).ShouldBeTrue();
        fft.rfftfreq(4, 0.5).data<float>().ToArray().ShouldBe([0, 0.5f, 1]);
        fft.fftshift(arange(4)).data<long>().ToArray().ShouldBe([2, 3, 0, 1]);
        fft.ifft(complex(ones(2), zeros(2))).real.data<float>().ToArray().ShouldBe([1, 0]);
    }

    [Fact]
    public void Windows_are_those_of_their_formulas()
    {
        double[] hann = hann_window(8, dtype: float64).data<double>().ToArray();
        double[] hamming = hamming_window(8, dtype: float64).data<double>().ToArray();
        for (int n = 0; n < 8; n++)
        {
            hann[n].ShouldBe(0.5 - (0.5 * Math.Cos(2 * Math.PI * n / 8)), 1e-12);
            hamming[n].ShouldBe(0.54 - (0.46 * Math.Cos(2 * Math.PI * n / 8)), 1e-6);
        }
    }

    [Fact]
    public void A_short_time_transform_is_the_transform_of_each_windowed_frame()
    {
        Tensor signal = rand(40, dtype: float64), window = hann_window(16, dtype: float64);
        Tensor frames = stft(signal, 16, 8, 16, window, center: false, return_complex: true);
        frames.shape.ShouldBe([9, 4]);
        Tensor expected = fft.rfft(signal.unfold(0, 16, 8) * window).t();
        view_as_real(frames).allclose(view_as_real(expected)).ShouldBeTrue();

        Tensor centred = stft(signal, 16, 8, 16, window, return_complex: true);
        centred.shape.ShouldBe([9, 6]);
        Tensor reflected = nn.functional.pad(signal.view(1, 1, -1), [8L, 8], PaddingModes.Reflect).view(-1);
        view_as_real(centred).allclose(view_as_real(stft(reflected, 16, 8, 16, window, center: false, return_complex: true))).ShouldBeTrue();
        istft(centred, 16, 8, 16, window, length: 40).allclose(signal).ShouldBeTrue();
        stft(signal.unsqueeze(0), 16, return_complex: false).shape.ShouldBe([1, 9, 11, 2]);
    }
}
